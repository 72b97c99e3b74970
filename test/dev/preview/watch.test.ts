import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { watchFolder } from '../../../dev/preview/watch';

let folder: string;
let stop: () => void;
let noticed: () => void;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'watch-'));
  await mkdir(path.join(folder, 'pages'));
  await writeFile(path.join(folder, 'pages/a.wxml'), 'a');
  stop = watchFolder(folder, async () => noticed());
});
afterEach(async () => {
  stop();
  await rm(folder, { recursive: true });
});

/** Makes a change and waits until it is noticed. */
const notices = async (change: () => Promise<unknown>) => {
  const called = new Promise<void>((resolve) => {
    noticed = resolve;
  });
  await change();
  await called;
};

test('notices repeated writes of a file', async () => {
  for (const text of ['b', 'c']) await notices(() => writeFile(path.join(folder, 'pages/a.wxml'), text));
});

test('notices repeated replacements of a file by rename, as editors do', async () => {
  for (const text of ['b', 'c', 'd']) {
    await notices(() => writeFile(path.join(folder, 'pages/a.wxml~'), text));
    await notices(() => rename(path.join(folder, 'pages/a.wxml~'), path.join(folder, 'pages/a.wxml')));
  }
});

test('notices a file in a new folder', async () => {
  const fresh = path.join(folder, 'components/card');
  await notices(() => mkdir(fresh, { recursive: true }));
  await notices(() => writeFile(path.join(fresh, 'card.wxml'), 'card'));
});

test('notices a removed folder', async () => {
  await notices(() => rm(path.join(folder, 'pages'), { recursive: true }));
  await notices(() => writeFile(path.join(folder, 'app.json'), '{}'));
});
