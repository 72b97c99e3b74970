import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from '../../../dev/oss/folder-lock';
import { endCommands, startCommand } from '../cli/command';
import { endRunningOss, runOss } from './running-oss';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(async () => {
  endCommands();
  await endRunningOss();
  await rm(dataDir, { recursive: true, force: true });
});

const start = () => startCommand('dev/oss/main.ts', ['--port', '0', '--data', dataDir]);

test('a second start on one folder says who has it, in one line, and ends', async () => {
  const first = start();
  await first.printed('Ctrl-C');
  const { exitCode, stdout, stderr } = await start().ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^Expected a folder .* which process \d+ uses.*--data.*\n$/);
  expect(stderr).toContain(dataDir);

  first.signal('SIGINT');
  await first.ended;
  await start().printed('Ctrl-C');
});

test('the folder of a process that was killed is free', async () => {
  const first = start();
  await first.printed('Ctrl-C');
  first.signal('SIGKILL');
  await first.ended;
  expect(await readFile(join(dataDir, 'lock'), 'utf8')).toMatch(/^\d+\n$/);
  await start().printed('Ctrl-C');
});

test('two in one process cannot share a folder either, and one that cannot listen frees it', async () => {
  const first = await runOss({ dataDir });
  await expect(runOss({ dataDir })).rejects.toThrow('uses');
  await first.close();
  const other = await runOss();
  await expect(runOss({ dataDir, port: Number(new URL(other.url).port) })).rejects.toThrow('taken');
  await runOss({ dataDir });
});

test('a lock by a process of this number that ended, as in a container that starts again, is taken over', async () => {
  await writeFile(join(dataDir, 'lock'), `${process.pid}\n`);
  await runOss({ dataDir });
});

test.each(['', '0\n', '-1\n', 'no number'])('a lock that says %p is left to a person', async (text) => {
  await writeFile(join(dataDir, 'lock'), text);
  await expect(runOss({ dataDir })).rejects.toThrow(join(dataDir, 'lock'));
});

test('two starts in one process at the same moment: one gets the folder', async () => {
  const starts = await Promise.allSettled([lockFolder(dataDir), lockFolder(dataDir)]);
  expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a lock that another process is just taking over is left to it', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']); // ended
  await writeFile(join(dataDir, 'lock'), `${pid}\n`);
  await writeFile(join(dataDir, 'lock.taking-over'), `${process.ppid}\n`);
  await expect(lockFolder(dataDir)).rejects.toThrow(`process ${process.ppid} uses`);
  expect(await readFile(join(dataDir, 'lock'), 'utf8')).toBe(`${pid}\n`);

  await rm(join(dataDir, 'lock.taking-over'));
  const unlock = await lockFolder(dataDir);
  expect(await readdir(dataDir)).toEqual(['lock']);
  await unlock();
});
