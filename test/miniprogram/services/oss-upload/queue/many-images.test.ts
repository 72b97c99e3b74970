import { settled } from '../../../../scripted-wx';
import { ScriptedDisk, scriptedQueue } from './scripted-queue';

const IMAGES = 2000;

test('2,000 images survive a kill; each takes less than 2 KB of writes, and no write is over 16 KB', async () => {
  const disk = new ScriptedDisk();
  const writes: number[] = [];
  const { storage } = disk;
  const set = storage.set.bind(storage);
  storage.set = (key, value) => {
    writes.push(JSON.stringify(value).length);
    return set(key, value);
  };
  const before = scriptedQueue({ disk });
  before.queue.pause();
  const ids = Array.from({ length: IMAGES }, (_, index) => `image-${index}`);
  for (let first = 0; first < IMAGES; first += 500) await before.pick(ids.slice(first, first + 500));
  before.kill();
  expect(Math.max(...writes)).toBeLessThan(16 * 1024);
  expect(writes.reduce((all, size) => all + size)).toBeLessThan(IMAGES * 2048);

  const { queue, fire } = scriptedQueue({ disk });
  // The records are read a slice at a time.
  for (let slices = 0; slices < IMAGES && queue.uploads().length < IMAGES; slices++) {
    fire();
    await settled();
  }
  expect(queue.uploads().map(({ image }) => image.id)).toEqual(ids);
  expect(queue.uploads().map(({ image }) => image.number)).toEqual(ids.map((_, index) => index + 1));
});
