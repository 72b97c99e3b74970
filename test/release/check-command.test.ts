import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endCommands, startCommand } from '../dev/cli/command';

const PROJECT = path.join(__dirname, '../..');
/** In milliseconds. WeChat's compiler takes about ten seconds on an idle machine and a minute on a busy one. */
const TIMEOUT = 240_000;

/** Counts the connections to a proxy that never answers, which every request of miniprogram-ci to WeChat would use. */
let requestsToWeChat = 0;
const proxy = createServer((socket) => {
  requestsToWeChat++;
  socket.destroy();
});

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'package-check-'));
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
});
afterEach(endCommands);
afterAll(async () => {
  proxy.close();
  await rm(scratch, { recursive: true, force: true });
});

/** Runs `npm run package`, without npm. */
async function check(...args: string[]): Promise<{ status: number | null; output: string }> {
  const { port } = proxy.address() as AddressInfo; // it listens on TCP
  const env = { ...process.env, HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '', no_proxy: '' };
  const { exitCode, stdout, stderr } = await startCommand('release/check.ts', args, env).ended;
  return { status: exitCode, output: stderr + stdout };
}

/** A mini-program that is compiled in a fraction of this project's time, with this project's settings. */
const SAMPLE: Readonly<Record<string, string>> = {
  'miniprogram/app.json': '{ "pages": ["pages/upload/upload"] }',
  'miniprogram/app.ts': 'App({});',
  'miniprogram/config.ts': "export const policyUrl = 'https://upload.example.com/policy';",
  'miniprogram/pages/upload/upload.json': '{ "usingComponents": { "tile": "tile/tile" } }',
  'miniprogram/pages/upload/upload.ts':
    "import { policyUrl } from '../../config';\nPage({ data: { policyUrl, a: true, b: 1 } });",
  'miniprogram/pages/upload/upload.wxml': '<tile />',
  'miniprogram/pages/upload/tile/tile.json': '{ "component": true }',
  'miniprogram/pages/upload/tile/tile.ts': 'Component({});',
  'miniprogram/pages/upload/tile/tile.wxml': '<view>{{ 1 + 1 }}</view>\n',
};

interface Breakage {
  what: string;
  /** Changes to files, by their paths under `miniprogram/`; undefined removes a file. */
  changes: Record<string, ((text: string) => string) | undefined>;
  args?: string[];
  /** The expected output. */
  message: RegExp;
}

/** Makes a sample and breaks it. */
async function brokenSample({ what, changes }: Breakage): Promise<string> {
  const folder = path.join(scratch, what.replace(/\W+/g, '-'));
  for (const [file, text] of Object.entries(SAMPLE)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  for (const file of ['project.config.json', 'tsconfig.json']) {
    await cp(path.join(PROJECT, file), path.join(folder, file));
  }
  await symlink(path.join(PROJECT, 'node_modules'), path.join(folder, 'node_modules'), 'junction'); // for the types
  for (const [file, change] of Object.entries(changes)) {
    const target = path.join(folder, 'miniprogram', file);
    if (change) await writeFile(target, change(await readFile(target, 'utf8')));
    else await rm(target);
  }
  return folder;
}

const BREAKAGES: Breakage[] = [
  {
    what: 'TypeScript that cannot be parsed',
    changes: { 'pages/upload/upload.ts': (text) => `${text}\nconst = ;\n` },
    message: /pages\/upload\/upload\.ts/,
  },
  {
    what: 'WXML with a wrong end tag',
    changes: { 'pages/upload/tile/tile.wxml': (text) => text.replace(/<\/view>\s*$/, '</text>') },
    message: /pages\/upload\/tile\/tile\.wxml/,
  },
  {
    what: 'a page without its WXML',
    changes: { 'pages/upload/upload.wxml': undefined },
    message: /pages\/upload\/upload\.wxml/,
  },
  {
    what: 'a release with an access key id, a private and an example address, and with what the compiler does not see',
    args: ['--release'],
    changes: {
      'pages/upload/upload.ts': (text) => `${text}\nconst wrong: number = 'text';\nvoid wrong;\nrequire('./gone');\n`,
      'pages/upload/upload.wxml': (text) => `${text}\n<view>{{ a ? b }}</view>\n`,
      '../project.config.json': (text) => text.replace('"urlCheck": true', '"urlCheck": false'),
      'config.ts': (text) => `${text.replace('https://upload.example.com', 'http://192.168.1.20:3000')}
        export const keyId = 'LTAI5tSampleSampleSample';
        export const home = 'https://upload.example.com';`,
    },
    message:
      /^(?=.*pages\/upload\/upload\.js requires "\.\/gone")(?=.*pages\/upload\/upload\.wxml:\d+).*upload\.ts.*error TS2322.*config\.js holds an access key id: LTAI.*holds a private address: http:\/\/192\.168\.1\.20:3000\n.*holds an example address: https:\/\/upload\.example\.com\n.*appid.*touristappid.*"urlCheck": false.*base library 3\.8\.\d+/s,
  },
  {
    what: 'a JavaScript project with TypeScript in it',
    changes: {
      '../project.config.json': (text) => text.replace('"useCompilerPlugins": ["typescript"],', ''),
    },
    message:
      /The package would lack app\.ts, config\.ts, pages\/upload\/tile\/tile\.ts and 1 more: .*useCompilerPlugins/,
  },
];

test(
  'accepts the project, prints its size and sends no request to WeChat',
  async () => {
    const { status, output } = await check();
    expect(output).toMatch(/^ +\d+ {2}services\/oss-upload$.*^\d+ files, \d+ bytes; \d+ of the 108544 bytes/ms);
    expect(status).toBe(0);
    expect(requestsToWeChat).toBe(0);
  },
  TIMEOUT,
);

test(
  'rejects a broken mini-program and names the file',
  async () => {
    const runs: Awaited<ReturnType<typeof check>>[] = [];
    // One after the other: the compiler gives up if its second process takes more than 20 seconds to start.
    for (const breakage of BREAKAGES) runs.push(await check(await brokenSample(breakage), ...(breakage.args ?? [])));
    const refusals = BREAKAGES.map(({ what }, index) => ({ what, ...runs[index] }));
    expect(refusals).toEqual(
      BREAKAGES.map(({ what, message }) => ({ what, status: 1, output: expect.stringMatching(message) })),
    );
  },
  TIMEOUT,
);
