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

/** Makes the change, and waits until it has been noticed. */
const notices = async (change: () => Promise<unknown>) => {
  const called = new Promise<void>((resolve) => {
    noticed = resolve;
  });
  await change();
  await called;
};

test('a file that is written, again and again', async () => {
  for (const text of ['b', 'c']) await notices(() => writeFile(path.join(folder, 'pages/a.wxml'), text));
});

test('a file that an editor replaces by renaming another, again and again', async () => {
  for (const text of ['b', 'c', 'd']) {
    await notices(() => writeFile(path.join(folder, 'pages/a.wxml~'), text));
    await notices(() => rename(path.join(folder, 'pages/a.wxml~'), path.join(folder, 'pages/a.wxml')));
  }
});

test('a file in a folder that is new', async () => {
  const fresh = path.join(folder, 'components/card');
  await notices(() => mkdir(fresh, { recursive: true }));
  await notices(() => writeFile(path.join(fresh, 'card.wxml'), 'card'));
});

test('a folder that is removed', async () => {
  await notices(() => rm(path.join(folder, 'pages'), { recursive: true }));
  await notices(() => writeFile(path.join(folder, 'app.json'), '{}'));
});
