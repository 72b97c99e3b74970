import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../dev/cloud/local-cloud';
import { createPhone } from '../../dev/wx/phone/phone';
import { createUploader, type Uploader } from '../../miniprogram/services/oss-upload/index';
import { pickImages } from '../../miniprogram/services/oss-upload/steps';
import type { WxApi } from '../../miniprogram/services/oss-upload/wx/contract';
import { startTimer } from '../../miniprogram/services/oss-upload/wx/timer';
import { makePicture } from '../pictures/pictures';
import { type CrashPoint, crashingWx } from './crash-points';
import { copyId } from './ledger';

/** Backoff passes this much faster. */
const HASTE = 100;

let folder: string;
let cloud: LocalCloud;
let stores: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'crash-points-'));
  cloud = await startLocalCloud({
    dataDir: path.join(folder, 'oss'),
    oss: { onStored: ({ key }) => stores.push(key) },
  });
});

afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
});

/** An uploader whose timers end with it: the code of a killed mini-program waits for answers that never come. */
function openUploader(wx: WxApi): Uploader & { end(): void } {
  const timers = new Set<() => void>();
  const uploader = createUploader({
    policy: { url: cloud.policyUrl },
    wx,
    timer(wait, callback) {
      const stop = startTimer(wait / HASTE, callback);
      timers.add(stop);
      return stop;
    },
  });
  return {
    ...uploader,
    end() {
      uploader.close();
      for (const stop of timers) stop();
    },
  };
}

/** What the phone keeps: the ids of the images that are persisted, and of those that are copied. */
async function kept(dir: string): Promise<{ persisted: string[]; copied: string[] }> {
  const storage: object = JSON.parse(await readFile(path.join(dir, 'storage.json'), 'utf8').catch(() => '{}'));
  const files = await readdir(path.join(dir, 'usr'), { recursive: true, withFileTypes: true }).catch(() => []);
  const isWhole = (name: string) => !name.endsWith('.part');
  return {
    persisted: Object.keys(storage).flatMap((key) => /\/image\/(.*)$/.exec(key)?.[1] ?? []),
    copied: files.flatMap((file) => (file.isFile() && isWhole(file.name) ? copyId(file.name) : [])),
  };
}

/**
 * Two pictures, and the first once more, are picked on a phone of their own; at the crash point the mini-program is killed,
 * and started anew.
 * @returns the calls up to the crash, and what is wrong afterwards
 */
async function crashAt(point: CrashPoint | undefined, number: number): Promise<{ calls: string[]; faults: string[] }> {
  stores = [];
  const dir = path.join(folder, `phone-${number}`);
  const [one = '', two = ''] = await Promise.all(
    [1, 2].map(async (seed) => {
      const file = path.join(folder, `${number}-${seed}.png`);
      await writeFile(file, await makePicture('png', { seed: number * 2 + seed }));
      return file;
    }),
  );
  const phone = createPhone({ dir, picks: [[one, two, one]] });
  const first = phone.start();
  const images = await pickImages({}, first);
  const pictureOf = new Map(images.map(({ id }, index) => [id, index === 1 ? two : one]));

  let onCrash = () => {};
  const crashed = new Promise<void>((resolve) => {
    onCrash = resolve;
  });
  const crashing = crashingWx(first, point, () => {
    phone.kill();
    onCrash();
  });
  const before = openUploader(crashing.wx);
  await Promise.race([before.add(images).then(before.finished), crashed]);
  const calls = [...crashing.calls];
  before.end();
  phone.kill();
  const { persisted, copied } = await kept(dir);

  const after = openUploader(phone.start());
  const uploads = await after.finished();
  const faults: string[] = [];
  const storedIds = [...new Set(stores)].map((key) => path.parse(key).name);
  const storedPictures = storedIds.map((id) => pictureOf.get(id));
  for (const id of new Set([...persisted, ...copied])) {
    if (storedPictures.includes(pictureOf.get(id))) continue;
    const state = uploads.find(({ image }) => image.id === id)?.state;
    const isPickedAgain = state?.name === 'failed' && state.error.code === 'file-missing' && !copied.includes(id);
    if (!isPickedAgain) faults.push(`${id} is lost`);
  }
  if (new Set(storedPictures).size !== storedIds.length) faults.push(`doubled: ${storedIds.join(', ')}`);
  if (stores.length !== storedIds.length) faults.push('an object was stored twice');
  const falselyFailed = uploads.filter(({ image, state }) => state.name === 'failed' && storedIds.includes(image.id));
  if (falselyFailed.length > 0) faults.push('a stored picture is called failed');

  for (const { image, state } of uploads) if (state.name !== 'stored') after.remove(image.id);
  after.clearStored();
  after.end();
  // Whatever was being deleted just then is deleted by the next start.
  const last = openUploader(phone.start());
  await last.finished();
  last.end();
  phone.kill();
  const leftovers = await kept(dir);
  if (leftovers.persisted.length + leftovers.copied.length > 0) faults.push(`left: ${JSON.stringify(leftovers)}`);
  return { calls, faults };
}

test('killed before and after each call of wx: nothing persisted is lost, nothing is doubled, nothing is left', async () => {
  const { calls, faults } = await crashAt(undefined, 0);
  expect(faults).toEqual([]);
  const found: string[] = [];
  let points = 0;
  for (const index of calls.keys()) {
    for (const when of ['before', 'after'] as const) {
      const crash = await crashAt({ call: index + 1, when }, ++points);
      const name = crash.calls.at(-1);
      const nth = crash.calls.filter((call) => call === name).length;
      for (const fault of crash.faults) found.push(`killed ${when} ${name} #${nth}: ${fault}`);
    }
  }
  process.stdout.write(`crash points: ${points}, of the calls ${[...new Set(calls)].join(', ')}\n`);
  expect(found).toEqual([]);
  expect(points).toBeGreaterThan(80);
});
