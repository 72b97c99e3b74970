import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { developmentSettings } from '../../dev/oss/development-settings';
import { LOGIN_ROUTE } from '../../server/identity/login-route';
import { POLICY_ROUTE } from '../../server/policy-route';
import { SESSION_KEY, wechatEnvironment } from './backend';

const ROOT = path.join(__dirname, '../..');

let folder: string;
let server: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shipping-'));
  await promisify(execFile)('npm', ['run', 'build:server'], { cwd: ROOT });
  // Away from node_modules and from package.json.
  await copyFile(path.join(ROOT, '.build/server.js'), path.join(folder, 'server.js'));
});
afterEach(() => void server?.kill('SIGKILL'));
afterAll(() => rm(folder, { recursive: true }));

/** A JSON array of the Dockerfile. */
async function fromDockerfile(pattern: RegExp): Promise<string[]> {
  const [, array = ''] = pattern.exec(await readFile(path.join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
  return JSON.parse(array);
}

const environment = (more: object) => ({ PATH: process.env['PATH'], ...developmentSettings, PORT: '0', ...more });

/** Runs what is shipped, as the Dockerfile and the documentation say. @returns its port */
async function start(more: object = {}): Promise<string> {
  const [command = '', ...args] = await fromDockerfile(/\nCMD (\[.*\])/);
  const child = spawn(command, args, { cwd: folder, env: environment(more), stdio: ['ignore', 'pipe', 'inherit'] });
  server = child;
  for await (const line of createInterface(child.stdout)) {
    const port = /listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error('Expected the server to print its address, got nothing.');
}

test('the one file runs without tsx and node_modules, and answers policies', async () => {
  const port = await start();
  const answer = await fetch(`http://127.0.0.1:${port}${POLICY_ROUTE}`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ dir: 'uploads/', policy: expect.any(String) });
});

test("it finds no credentials without Alibaba Cloud's, and says so", async () => {
  const offline = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', ALIBABA_CLOUD_CREDENTIALS_URI: 'http://127.0.0.1:1/' };
  const port = await start({ OSS_CREDENTIALS: 'chain', ...offline });
  expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(503);
});

test("the Dockerfile's health check tells a server that runs from none", async () => {
  const [command = '', ...args] = await fromDockerfile(/HEALTHCHECK .* CMD (\[.*\])/);
  const check = (PORT: string) => once(spawn(command, args, { env: { ...process.env, PORT } }), 'exit');
  const port = await start();
  expect(await check(port)).toEqual([0, null]);
  server?.kill('SIGKILL');
  await once(server as ChildProcess, 'exit'); // started above
  expect(await check(port)).toEqual([1, null]);
});

test('SIGTERM ends it within ten seconds, half a body notwithstanding', async () => {
  const port = await start({ ...wechatEnvironment(), SESSION_KEYS: SESSION_KEY });
  const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `POST ${LOGIN_ROUTE} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{`,
  );
  await fetch(`http://127.0.0.1:${port}/health`, { headers: { connection: 'close' } }); // so the other has arrived
  const begun = performance.now();
  const exited = once(server as ChildProcess, 'exit'); // started above
  server?.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test('the documentation runs the same file, with node itself', async () => {
  const documented = await readFile(path.join(ROOT, 'docs/deployment.md'), 'utf8');
  expect(documented).toMatch(/^node --env-file=\S+ \.build\/server\.js/m);
  expect(documented).not.toContain('npm run server');
});

test('the settings of the serverless definition are those that the server reads', async () => {
  const definition = await readFile(path.join(ROOT, 's.yaml'), 'utf8');
  const names = [...definition.matchAll(/^ {8}([A-Z_]+): /gm)]
    .map(([, name]) => name)
    .filter((name) => name !== 'PATH');
  expect(names.length).toBeGreaterThan(10);
  const documented = await readFile(path.join(ROOT, 'docs/settings.md'), 'utf8');
  for (const name of names) expect(documented).toContain(`\`${name}\``);
});
