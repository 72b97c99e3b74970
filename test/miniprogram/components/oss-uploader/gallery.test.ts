import { createGallery } from '../../../../miniprogram/components/oss-uploader/gallery';
import type { Patch } from '../../../../miniprogram/components/oss-uploader/screen';
import type { QueuedImage, UploaderOptions, UploadState } from '../../../../miniprogram/services/oss-upload/index';
import { en } from '../../../../miniprogram/words/en';

/** A gallery whose uploader's events, timer and clock are the test's. */
function openGallery() {
  const patches: Patch[] = [];
  const timers: { callback: () => void; at: number }[] = [];
  const clock = { time: 1_000_000 };
  let events: Pick<UploaderOptions, 'onChange'> = {};
  const added = { added: [], duplicates: [] };
  const gallery = createGallery({
    words: en,
    setData: (patch) => patches.push(JSON.parse(JSON.stringify(patch))),
    wait: (callback, milliseconds) => timers.push({ callback, at: clock.time + milliseconds }),
    now: () => clock.time,
    report() {},
    onChange() {},
    createUploader(given) {
      events = given;
      return {
        pick: async () => added,
        add: async () => added,
        retry() {},
        retryFailed() {},
        cancel() {},
        cancelAll() {},
        clearStored() {},
        discardOthers: async () => {},
        remove() {},
        pause() {},
        resume() {},
        uploads: () => [],
        finished: async () => [],
        close() {},
      };
    },
  });
  const imageOf = (number: number): QueuedImage => ({
    id: `mwwwgptd6rsd08xg7w6en${String(number).padStart(3, '0')}`,
    number,
    path: `wxfile://usr/oss-upload/-default/-/mwwwgptd6rsd08xg7w6en${number}.jpg`,
    size: 1_250_000,
    digest: undefined,
    copy: undefined,
    sentAs: undefined,
    atRisk: false,
  });
  return {
    gallery,
    patches,
    idOf: (number: number) => imageOf(number).id,
    change: (number: number, state: UploadState) => events.onChange?.({ image: imageOf(number), state }),
    /** Lets time pass, in milliseconds. */
    async pass(milliseconds: number) {
      const end = clock.time + milliseconds;
      await Promise.resolve();
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        clock.time = next.at;
        timers.splice(timers.indexOf(next), 1);
        next.callback();
        await Promise.resolve();
      }
      clock.time = end;
    },
    sizes: () => patches.map((patch) => JSON.stringify(patch).length),
  };
}

const uploading = (percent: number): UploadState => ({ name: 'uploading', percent });

test('200 picked images appear in steps: the first thirty at once, all within a second, none over 32 KB', async () => {
  const { change, patches, pass, sizes } = openGallery();
  for (let number = 1; number <= 200; number++) change(number, { name: 'waiting' });
  await pass(0);
  expect(Object.keys(patches[0] ?? {}).filter((path) => path.startsWith('tiles['))).toHaveLength(30);
  await pass(1000);
  const paths = patches.flatMap((patch) => Object.keys(patch)).filter((path) => /^tiles\[\d+\]$/.test(path));
  expect(paths).toEqual(Array.from({ length: 200 }, (_, index) => `tiles[${index}]`));
  expect(patches).toHaveLength(7);
  expect(Math.max(...sizes())).toBeLessThan(32 * 1024);
});

test('a step of progress of three uploads sends at most 300 bytes, and ten times a second at most', async () => {
  const { change, patches, pass, sizes } = openGallery();
  for (let number = 1; number <= 14; number++) change(number, { name: 'waiting' });
  for (let number = 1; number <= 3; number++) change(number, uploading(1));
  await pass(1000);
  patches.length = 0;
  for (let step = 0; step < 200; step++) {
    for (let number = 1; number <= 3; number++) change(number, uploading(2 + Math.floor(step / 2.2)));
    await pass(50);
  }
  expect(patches.length).toBeLessThanOrEqual(101);
  expect(Math.max(...sizes())).toBeLessThanOrEqual(300);
});

test('removing one of 200 sends at most 2 KB, and moves no other', async () => {
  const { gallery, change, patches, pass, idOf, sizes } = openGallery();
  for (let number = 1; number <= 200; number++) change(number, { name: 'waiting' });
  await pass(1000);
  patches.length = 0;
  gallery.remove(idOf(7));
  await pass(200);
  gallery.settle();
  await pass(200);
  expect(Math.max(...sizes())).toBeLessThan(2048);
  expect(patches.flatMap((patch) => Object.keys(patch)).filter((path) => path.startsWith('tiles'))).toEqual([
    'tiles[6].look',
    'tiles[6].text',
    'tiles[6].look',
  ]);
});

test('a state that changes before its tile was sent goes with the tile', async () => {
  const { change, patches, pass } = openGallery();
  for (let number = 1; number <= 40; number++) change(number, { name: 'waiting' });
  await pass(0);
  change(40, uploading(40));
  await pass(300);
  expect(patches.flatMap((patch) => Object.keys(patch)).filter((path) => path.startsWith('tiles[39]'))).toEqual([
    'tiles[39]',
  ]);
  expect(Object.assign({}, ...patches)['tiles[39]']).toMatchObject({ look: 'uploading', percent: 40 });
});

test('while hidden nothing is sent; afterwards the last state is', async () => {
  const { gallery, change, patches, pass } = openGallery();
  change(1, { name: 'waiting' });
  await pass(200);
  patches.length = 0;
  gallery.hide();
  for (let percent = 1; percent < 90; percent++) change(1, uploading(percent));
  await pass(1000);
  expect(patches).toEqual([]);
  gallery.show();
  await pass(200);
  expect(Object.assign({}, ...patches)['tiles[0].percent']).toBe(89);
});

test('a screen reader hears at most eight sentences for thirty images: start, quarters, failures, end', async () => {
  const { change, patches, pass } = openGallery();
  for (let number = 1; number <= 30; number++) change(number, { name: 'waiting' });
  await pass(500);
  for (let number = 1; number <= 30; number++) {
    change(number, uploading(50));
    await pass(200);
    change(number, stored);
    await pass(200);
  }
  const heard = patches.flatMap((patch) => (patch['live'] === undefined ? [] : [patch['live']]));
  expect(heard).toEqual([
    'Uploading 30 pictures',
    expect.stringMatching(/^Uploading [78] of 30$/),
    expect.stringMatching(/^Uploading 1[45] of 30$/),
    expect.stringMatching(/^Uploading 2[23] of 30$/),
    'All 30 uploaded',
  ]);
});

const stored: UploadState = {
  name: 'stored',
  object: {
    key: 'uploads/a.jpg',
    url: 'https://pictures.example.com/uploads/a.jpg',
    size: 1_250_000,
    contentType: 'image/jpeg',
    etag: undefined,
    requestId: undefined,
    callback: { name: 'none' },
  },
};
