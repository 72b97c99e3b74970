import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { developmentSettings } from '../../../dev/oss/development-settings';
import { endRunningOss, runOss } from '../oss/running-oss';
import { ALL_WELL, examine, statuses } from './examined';

const CONTRACT = path.join(__dirname, '../../../docs/backend-contract.md');

let folder: string;
let backend: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'contract-'));
});

afterEach(async () => {
  if (backend?.exitCode === null) {
    const ended = once(backend, 'close');
    backend.kill();
    await ended;
  }
  await endRunningOss();
  await rm(folder, { recursive: true, force: true });
});

async function codeOfContract(): Promise<string> {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(await readFile(CONTRACT, 'utf8')) ?? [];
  return code;
}

/** Runs the code as the contract says. @returns the address that it prints */
async function runBackend(code: string, env: NodeJS.ProcessEnv): Promise<string> {
  const file = path.join(folder, 'backend.mjs');
  await writeFile(file, code);
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  backend = child;
  for await (const line of createInterface(child.stdout)) return line.replace('Policies: ', '');
  throw new Error('Expected the backend of the contract to print its address, got nothing.');
}

test.each(['图片/2026年/', 'фото/', 'צילומים/', 'émile 📷/'])(
  'the backend in the contract signs a prefix in any script: %s',
  async (dir) => {
    const oss = await runOss();
    const code = (await codeOfContract()).replace("'uploads/'", JSON.stringify(dir));
    const url = await runBackend(code, { ...developmentSettings, OSS_HOST: oss.url, PORT: '0' });
    const report = await examine(url);
    expect(statuses(report)).toEqual(ALL_WELL);
    expect(report.leftBehind).toEqual([expect.stringMatching(`^${dir}doctor-`)]);
  },
);

test('the backend in the contract has 30 lines, and the doctor finds nothing wrong with it', async () => {
  const code = await codeOfContract();
  expect(code.trimEnd().split('\n')).toHaveLength(30);

  const oss = await runOss();
  const url = await runBackend(code, { ...developmentSettings, OSS_HOST: oss.url, PORT: '0' });
  const report = await examine(url);

  expect(report.uploadWorks).toBe(true);
  expect(statuses(report)).toEqual(ALL_WELL);
});
