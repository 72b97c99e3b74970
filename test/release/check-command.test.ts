import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

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
afterAll(async () => {
  proxy.close();
  await rm(scratch, { recursive: true, force: true });
});

/** Runs `npm run package`, without npm. */
function check(...args: string[]): Promise<{ status: number | null; output: string }> {
  const command = path.join(PROJECT, 'node_modules/.bin/tsx');
  const { port } = proxy.address() as AddressInfo; // it listens on TCP
  const env = { ...process.env, HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '', no_proxy: '' };
  const running = spawn(command, ['release/check.ts', ...args], { cwd: PROJECT, env, timeout: TIMEOUT });
  let output = '';
  running.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  running.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    running.on('error', reject);
    running.on('close', (status) => resolve({ status, output }));
  });
}

interface Breakage {
  what: string;
  /** Changes to files, by their paths under `miniprogram/`; undefined removes a file. */
  changes: Record<string, ((text: string) => string) | undefined>;
  args?: string[];
  /** The expected output. */
  message: RegExp;
}

/** Copies the project's sources and breaks the copy. */
async function brokenCopy({ what, changes }: Breakage): Promise<string> {
  const copy = path.join(scratch, what.replace(/\W+/g, '-'));
  await mkdir(copy);
  for (const part of ['project.config.json', 'tsconfig.json', 'typings', 'miniprogram']) {
    await cp(path.join(PROJECT, part), path.join(copy, part), { recursive: true });
  }
  await symlink(path.join(PROJECT, 'node_modules'), path.join(copy, 'node_modules'), 'junction'); // for the types
  for (const [file, change] of Object.entries(changes)) {
    const target = path.join(copy, 'miniprogram', file);
    if (change) await writeFile(target, change(await readFile(target, 'utf8')));
    else await rm(target);
  }
  return copy;
}

const BREAKAGES: Breakage[] = [
  {
    what: 'TypeScript that cannot be parsed',
    changes: { 'pages/upload/upload.ts': (text) => `${text}\nconst = ;\n` },
    message: /pages\/upload\/upload\.ts/,
  },
  {
    what: 'WXML with a wrong end tag',
    changes: { 'components/oss-uploader/tile/tile.wxml': (text) => text.replace(/<\/view>\s*$/, '</text>') },
    message: /components\/oss-uploader\/tile\/tile\.wxml/,
  },
  {
    what: 'a page without its WXML',
    changes: { 'pages/upload/upload.wxml': undefined },
    message: /pages\/upload\/upload\.wxml/,
  },
  {
    what: 'a release with an access key id, a private and an example address',
    args: ['--release'],
    changes: {
      '../project.config.json': (text) => text.replace('"urlCheck": true', '"urlCheck": false'),
      'config.ts': (text) => `${text.replace('https://upload.example.com', 'http://192.168.1.20:3000')}
        export const keyId = 'LTAI5tSampleSampleSample';`,
    },
    message:
      /config\.js holds an access key id: LTAI.*holds a private address: http:\/\/192\.168\.1\.20:3000\n.*holds an example address: https:\/\/upload\.example\.com\n.*appid.*touristappid.*"urlCheck": false.*base library 3\.8\.\d+/s,
  },
  {
    what: 'what the compiler does not see',
    changes: {
      'pages/upload/upload.ts': (text) => `${text}\nconst wrong: number = 'text';\nvoid wrong;\nrequire('./gone');\n`,
      'pages/upload/upload.wxml': (text) => `${text}\n<view>{{ a ? b }}</view>\n`,
    },
    message:
      /upload\.ts.*error TS2322.*pages\/upload\/upload\.js requires "\.\/gone".*pages\/upload\/upload\.wxml:\d+/s,
  },
  {
    what: 'a JavaScript project with TypeScript in it',
    changes: {
      '../project.config.json': (text) => text.replace('"useCompilerPlugins": ["typescript"],', ''),
    },
    message: /The package would lack app\.ts, .* and \d+ more: .*useCompilerPlugins/,
  },
];

test(
  'accepts the project, prints its size and sends no request to WeChat',
  async () => {
    const { status, output } = await check();
    expect(output).toMatch(/^ +\d+ {2}services\/oss-upload$.*^\d+ files, \d+ bytes; \d+ of the 106496 bytes/ms);
    expect(status).toBe(0);
    expect(requestsToWeChat).toBe(0);
  },
  TIMEOUT,
);

test(
  'rejects a broken project and names the file',
  async () => {
    const runs: Awaited<ReturnType<typeof check>>[] = [];
    // One after the other: the compiler gives up if its second process takes more than 20 seconds to start.
    for (const breakage of BREAKAGES) runs.push(await check(await brokenCopy(breakage), ...(breakage.args ?? [])));
    const refusals = BREAKAGES.map(({ what }, index) => ({ what, ...runs[index] }));
    expect(refusals).toEqual(
      BREAKAGES.map(({ what, message }) => ({ what, status: 1, output: expect.stringMatching(message) })),
    );
  },
  TIMEOUT,
);
