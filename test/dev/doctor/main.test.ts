import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../../dev/cloud/local-cloud';
import { endCommands, startCommand } from '../cli/command';
import { endServers, serve } from './running-server';

let folder: string;
let cloud: LocalCloud | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'doctor-'));
});

afterEach(async () => {
  endCommands();
  await cloud?.close();
  cloud = undefined;
  await endServers();
  await rm(folder, { recursive: true, force: true });
});

const doctor = (...args: string[]) => startCommand('dev/doctor/main.ts', args).ended;

test('an upload that works: exit status 0, each step with what was found, and the domains', async () => {
  cloud = await startLocalCloud({ dataDir: folder, environment: { OSS_MAX_SIZE: '100000' } });
  const { exitCode, stdout, stderr } = await doctor(cloud.policyUrl);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  for (const line of [
    'signature      V4, cn-hangzhou',
    `host           ${cloud.ossUrl}`,
    'object key     begins with uploads/',
    'file size      1 to 100000 bytes',
    'content type   image/jpeg, image/png, image/gif',
    'OSS refused a key outside "uploads/"',
    'OSS refused a file of 100001 bytes',
    'OSS refused a file of type text/html',
    'Uploads work.',
    `uploadFile    ${cloud.ossUrl}`,
  ]) {
    expect(stdout).toContain(line);
  }
});

test('an upload that fails: exit status 1, and what to do; nothing that a server says reaches the terminal raw', async () => {
  const url = await serve(() => ({ status: 500, body: 'out of \u001b[31morder' }));
  const { exitCode, stdout } = await doctor(url);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/failed {4}Expected the backend to answer 200, got 500: out of .*order\.\n\s+Look into/);
  expect(stdout).toContain('Uploads do not work');
  expect(stdout).not.toContain('\u001b');
});

test('--json is one document, whether it works or not', async () => {
  cloud = await startLocalCloud({ dataDir: folder, environment: { OSS_MAX_SIZE: '100000' } });
  const good = await doctor(cloud.policyUrl, '--json');
  expect(good.exitCode).toBe(0);
  expect(JSON.parse(good.stdout)).toMatchObject({ policyUrl: cloud.policyUrl, uploadWorks: true });

  const bad = await doctor('--json', 'http://127.0.0.1:9/policy?token=token-in-query');
  expect(bad.exitCode).toBe(1);
  expect(JSON.parse(bad.stdout)).toMatchObject({ policyUrl: 'http://127.0.0.1:9/policy', uploadWorks: false });
});

test('--checklist prints the rules of the platform, the page in docs/', async () => {
  const { exitCode, stdout, stderr } = await doctor('--checklist');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe(await readFile(path.join(__dirname, '../../../docs/console-checklist.md'), 'utf8'));
  const rules = [
    '选中的照片或视频',
    '剪切板',
    '*request*',
    '*uploadFile*',
    '*downloadFile*',
    '2.30.0',
    '社交',
    'media_check_async',
  ];
  for (const rule of rules) expect(stdout).toContain(rule);
});

test('--help lists all options', async () => {
  const { exitCode, stdout } = await doctor('--help');
  expect(exitCode).toBe(0);
  for (const option of [
    '--header',
    '--method',
    '--body',
    '--host',
    '--access-key-id',
    '--dir',
    '--checklist',
    '--json',
    '--help',
  ]) {
    expect(stdout).toContain(option);
  }
});

test('wrong arguments: exit status 2, and one clear sentence', async () => {
  const { exitCode, stdout, stderr } = await doctor();
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^Expected the policy's address.*\n$/);
});
