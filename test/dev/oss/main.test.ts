import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { developmentSettings } from '../../../dev/oss/development-settings';
import { readOssSettings } from '../../../server/settings';
import { postParts, signedForm, toParts } from './post-form';
import { endRunningOss, runOss } from './running-oss';

const ROOT = join(__dirname, '../../..');
let dataDir: string;
const started: ChildProcessWithoutNullStreams[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'local-oss-'));
});
afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(dataDir, { recursive: true });
  await endRunningOss();
});

function start(args: string[], env: Record<string, string> = {}): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ['--import', 'tsx', 'dev/oss/main.ts', ...args], {
    cwd: ROOT,
    env,
  });
  started.push(child);
  return child;
}

async function run(args: string[], env?: Record<string, string>) {
  const child = start(args, env);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const [exitCode] = await once(child, 'close');
  return { exitCode, ...output };
}

test('runs with the development settings, says where, and stores in its folder; Ctrl-C ends it and frees the port', async () => {
  const child = start(['--port', '0', '--data', dataDir]);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value: line } = await lines.next();
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
  const form = signedForm({ settings: readOssSettings(developmentSettings) });
  expect((await postParts(url, toParts(form))).status).toBe(204);
  expect(await readdir(join(dataDir, 'objects'))).toHaveLength(1);
  expect((await lines.next()).value).toMatch(/^POST \/ 204 "uploads\//);

  const ended = once(child, 'close');
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  const oss = await runOss({ port: Number(new URL(url).port) });
  expect(oss.url).toBe(url);
});

test('--help tells all flags', async () => {
  const { exitCode, stdout } = await run(['--help']);
  expect(exitCode).toBe(0);
  for (const flag of ['--port', '--host', '--data', '--refuse-v1', '--help']) expect(stdout).toContain(flag);
});

test.each([
  ['an unknown flag', ['--prot', '9000'], /--prot/],
  ['a port that is no number', ['--port', 'abc'], /--port .*0 to 65535.*"abc"/],
  ['a port that is too large', ['--port', '65536'], /--port .*0 to 65535.*"65536"/],
  ['a word too many', ['9000'], /9000/],
])('%s is one clear sentence, and exit code 2', async (_case, args, sentence) => {
  const { exitCode, stderr, stdout } = await run(args);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
});

test('a port that is taken is one clear sentence, and exit code 1', async () => {
  const { port } = new URL((await runOss()).url);
  const { exitCode, stderr } = await run(['--port', port, '--data', dataDir]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(new RegExp(`^Port ${port} .*taken.*--port`));
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('a wrong setting is named', async () => {
  const { exitCode, stderr } = await run(['--port', '0', '--data', dataDir], { OSS_REGION: 'oss-cn-hangzhou' });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('OSS_REGION');
});
