import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCertificate } from '../../../dev/oss/faults/self-signed';
import { endCommands, startCommand } from '../../dev/cli/command';
import { type LoopbackOptions, type LoopbackWechat, playWechat } from './loopback-wechat';
import { makeQrCode, readHalfBlocks } from './qr-code';
import { commit, git, makeSampleProject } from './sample-project';
import { makeUploadKey } from './upload-key';

const APPID = 'wx0123456789abcdef';
/** In milliseconds. WeChat's compiler takes about ten seconds on an idle machine and a minute on a busy one. */
const TIMEOUT = 240_000;
const DAY = 24 * 60 * 60 * 1000;

const { publicKey, privateKey } = makeUploadKey();
const certificate = makeCertificate(new Date(Date.now() - DAY), new Date(Date.now() + DAY), 'servicewechat.com');

let scratch: string;
let project: string;
let wechat: LoopbackWechat | undefined;
beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'send-'));
  await writeFile(path.join(scratch, 'ca.pem'), certificate.cert);
  project = await makeSampleProject();
});
afterEach(async () => {
  endCommands();
  await wechat?.close();
  wechat = undefined;
  for (const folder of [scratch, project]) await rm(folder, { recursive: true, force: true });
});

interface Trial extends Partial<LoopbackOptions> {
  readonly args?: string[];
  readonly key?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

const COMMANDS = { preview: 'release/preview.ts', upload: 'release/upload.ts' };

/** Runs `npm run mp:preview` or `mp:upload` for the sample project, against a WeChat on loopback. */
async function send(
  command: keyof typeof COMMANDS,
  { args = [], key = privateKey, environment, ...options }: Trial = {},
) {
  wechat = await playWechat({ certificate, publicKey, appid: APPID, ...options });
  const { proxyUrl } = wechat;
  const env = {
    ...process.env,
    HTTPS_PROXY: proxyUrl,
    NO_PROXY: '',
    no_proxy: '',
    NODE_EXTRA_CA_CERTS: path.join(scratch, 'ca.pem'),
    MINIPROGRAM_APPID: APPID,
    MINIPROGRAM_PRIVATE_KEY: key,
    ...environment,
  };
  const before = await readdir(ROOT);
  const ended = await startCommand(COMMANDS[command], [project, ...args], env).ended;
  expect((await readdir(ROOT)).filter((name) => !before.includes(name) && name !== '.build')).toEqual([]); // no stray folder
  const output = ended.stdout + ended.stderr;
  for (const line of privateKey.split('\n').slice(1, -2)) expect(output).not.toContain(line);
  return { ...ended, wechat };
}

const ROOT = path.join(__dirname, '../../..');

test(
  'uploads each file, signed, with version, description and robot, and says what comes next',
  async () => {
    git(project, 'tag', 'v1.2.3');
    const { exitCode, stdout, stderr, wechat } = await send('upload', { args: ['--robot', '30'] });
    expect(stderr).toBe(
      'Asking WeChat whether it takes this key from here …\nChecking the package …\nCompiling and sending …\n',
    );
    expect(stdout).toMatch(
      /^Uploaded version 1\.2\.3 \("v1\.2\.3 [0-9a-f]+ Show a text"\) as robot 30, 4321 bytes\.\n.*选为体验版.*提交审核.*发布/s,
    );
    expect(exitCode).toBe(0);
    expect(new Set(wechat.connected)).toEqual(new Set(['servicewechat.com:443']));
    // Asked before compiling, and not again.
    expect(wechat.requested.filter((asked) => asked.startsWith('/wxa/ci/'))).toEqual(
      ['getrandstr', 'getattr', 'getrandstr', 'upload'].map((name) => `/wxa/ci/${name}`),
    );
    const [sent] = wechat.sent;
    expect(sent?.query).toMatchObject({
      appid: APPID,
      version: '1.2.3',
      robot: '30',
      type: 'miniProgram',
      desc: expect.stringMatching(/^v1\.2\.3 /),
    });
    const page = ['js', 'json', 'wxml', 'wxss'].map((type) => `pages/p/p.${type}`);
    expect([...(sent?.files.keys() ?? [])]).toEqual(expect.arrayContaining(['app.js', 'app.json', ...page]));
    expect(sent?.files.get('pages/p/p.wxml')?.toString()).toContain('{{ text }}');
    expect(sent?.files.get('pages/p/p.js')?.toString()).toContain('Page({');
    const files = [...(sent?.files ?? [])].map(([name, content]) => [name, content.toString('base64')]);
    const compiled = path.join(scratch, 'compiled.json');
    await startCommand('test/release/wechat/compiled-package.ts', [project, compiled]).ended;
    expect(Object.fromEntries(files)).toEqual(JSON.parse(await readFile(compiled, 'utf8')));
  },
  TIMEOUT,
);

test(
  'previews: draws the QR code as half blocks, and as files',
  async () => {
    const { picture, modules } = await makeQrCode('https://mp.weixin.qq.com/a/~sample');
    const { exitCode, stdout, wechat } = await send('preview', { qrCode: picture.toString('base64') });
    expect(readHalfBlocks(stdout)).toEqual(modules);
    expect(stdout).toMatch(/^[█▀▄ \n]+Scan it with WeChat/);
    expect(exitCode).toBe(0);
    expect(wechat.sent.map(({ path: sentTo, query }) => [sentTo, query['version'], query['robot']])).toEqual([
      ['/wxa/ci/testSourceURL', '0.0.1', '1'],
    ]);
    expect(await readFile(path.join(ROOT, '.build/preview.jpg'))).toEqual(picture);
    expect(stdout).toContain(await readFile(path.join(ROOT, '.build/preview.txt'), 'utf8'));
  },
  TIMEOUT,
);

const refusal = (path: string, answer: object): Partial<LoopbackOptions> => ({
  answer: (asked, response) => {
    if (asked === path) response.end(JSON.stringify(answer));
    return asked === path;
  },
});
const { privateKey: otherKey } = makeUploadKey();

test.each<[string, Trial, RegExp]>([
  [
    'an address that is not listed',
    refusal('/wxa/ci/getrandstr', { errCode: -10008, errMsg: 'invalid ip: 203.0.113.7' }),
    /203\.0\.113\.7 is not listed/,
  ],
  [
    'the key of another mini-program',
    { ...refusal('/wxa/ci/getattr', { errCode: -1, errMsg: 'get new ticket fail innerCode: -80011' }), key: otherKey },
    /The key does not fit/,
  ],
  [
    'a wrong appid',
    refusal('/wxa/ci/getrandstr', { errCode: 40013, errMsg: 'invalid appid' }),
    /does not know the appid/,
  ],
  ['a portal in place of the proxy', { portal: true }, /That was not WeChat/],
  ["a proxy's page", { answer: (_, response) => Boolean(response.end('<html>Log in</html>')) }, /That was not WeChat/],
  ['a broken connection', { answer: (_path, _response, socket) => Boolean(socket.destroy()) }, /the connection broke/],
  ['a certificate that is not trusted', { environment: { NODE_EXTRA_CA_CERTS: undefined } }, /NODE_EXTRA_CA_CERTS/],
])('explains %s before it compiles', async (_, trial, message) => {
  const { exitCode, stdout, stderr, wechat } = await send('upload', trial);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('Checking');
  expect({ exitCode, stdout, sent: wechat.sent }).toEqual({ exitCode: 1, stdout: '', sent: [] });
});

test('says that WeChat cannot be reached without a network', async () => {
  const closed = createServer();
  await once(closed.listen(0, '127.0.0.1'), 'listening');
  const address = closed.address();
  await new Promise((done) => closed.close(done));
  const port = typeof address === 'object' ? address?.port : 0;
  const { exitCode, stderr } = await send('preview', { environment: { HTTPS_PROXY: `http://127.0.0.1:${port}` } });
  expect(stderr).toContain('servicewechat.com cannot be reached');
  expect(exitCode).toBe(1);
});

test('goes past the proxy for hosts in NO_PROXY', async () => {
  // WeChat itself is not to be asked by a test.
  const noWechat = path.join(scratch, 'no-wechat.cjs');
  await writeFile(
    noWechat,
    `const dns = require('node:dns');
     const lookup = dns.lookup;
     dns.lookup = (host, options, callback) =>
       host === 'servicewechat.com'
         ? callback(Object.assign(new Error('getaddrinfo ENOTFOUND ' + host), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: host }))
         : lookup(host, options, callback);`,
  );
  const { exitCode, stderr, wechat } = await send('preview', {
    environment: { NO_PROXY: 'servicewechat.com', NODE_OPTIONS: `--require "${noWechat}"` },
  });
  expect(wechat.connected).toEqual([]);
  expect(stderr).toContain('servicewechat.com cannot be reached');
  expect(exitCode).toBe(1);
});

test('sends nothing without a key, with a robot that WeChat does not know, or with a wrong tag', async () => {
  const noKey = await send('upload', { key: '' });
  expect(noKey).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('MINIPROGRAM_PRIVATE_KEY') });
  const robot = await send('upload', { args: ['--robot', '31'] });
  expect(robot).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('Expected --robot to be a whole number from 1 to 30, got "31".'),
  });
  git(project, 'tag', 'v2.0.0');
  const tag = await send('upload');
  expect(tag).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('got v2.0.0') });
  expect([noKey, robot, tag].flatMap(({ wechat }) => wechat.requested)).toEqual([]);
});

test(
  'does not send a package with faults, and explains a refusal at the end',
  async () => {
    const late = await send(
      'upload',
      refusal('/wxa/ci/upload', { errCode: 80051, errMsg: 'source size 2100KB exceed max limit 2MB' }),
    );
    expect(late).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('The package is too large'),
    });
    await late.wechat.close();
    await writeFile(path.join(project, 'app/app.js'), "App({ url: 'https://upload.example.com' });");
    commit(project, 'An example');
    const faulty = await send('upload');
    expect(faulty.stderr).toMatch(/app\.js holds an example address.*Nothing was sent\./s);
    expect(faulty).toMatchObject({ exitCode: 1, stdout: '', wechat: { sent: [] } });
  },
  TIMEOUT,
);
