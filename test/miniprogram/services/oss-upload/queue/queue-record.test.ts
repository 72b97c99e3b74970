import fc from 'fast-check';
import { createQueueRecord } from '../../../../../miniprogram/services/oss-upload/queue/queue-record';
import type { QueuedImage } from '../../../../../miniprogram/services/oss-upload/queue/upload';
import { scriptedWx } from '../../../../scripted-wx';

const KEY = 'oss-upload-queue';

const imageOf = (id: string): QueuedImage => ({
  id,
  path: `wxfile://tmp_${id}.jpg`,
  size: 3,
  digest: undefined,
  copy: undefined,
  sentAs: undefined,
  atRisk: false,
});

const text = fc.option(fc.string(), { nil: undefined });
const image = fc.record<QueuedImage>({
  id: fc.string({ minLength: 1 }),
  path: fc.string(),
  size: fc.nat(),
  digest: text,
  copy: text,
  sentAs: text,
  atRisk: fc.boolean(),
});

test('gives back what was written, through storage as JSON', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(image), (paused, images) => {
      const { wx } = scriptedWx();
      expect(createQueueRecord(wx).write({ paused, images })).toBe(true);
      expect(createQueueRecord(wx).read()).toEqual({ paused, images });
    }),
  );
});

test('whatever lies there, it reads a queue whose images have an id', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.record({ version: fc.constant(1), images: fc.array(fc.anything()) })),
      (stored) => {
        const { images, paused } = createQueueRecord(scriptedWx({ storage: new Map([[KEY, stored]]) }).wx).read();
        expect(typeof paused).toBe('boolean');
        for (const { id, path } of images) expect([id === '', typeof path]).toEqual([false, 'string']);
      },
    ),
  );
});

test('a record of another version is not read', () => {
  const storage = new Map([[KEY, { version: 2, paused: true, images: [imageOf('a')] }]]);
  expect(createQueueRecord(scriptedWx({ storage }).wx).read()).toEqual({ paused: false, images: [] });
});

test('an empty queue leaves nothing behind', () => {
  const { wx, storage } = scriptedWx();
  const record = createQueueRecord(wx);
  record.write({ paused: false, images: [imageOf('a')] });
  record.write({ paused: false, images: [] });
  expect(storage.size).toBe(0);
});

test('beyond 500 images it keeps the first 500, and says that it is not all', () => {
  const { wx } = scriptedWx();
  const images = Array.from({ length: 501 }, (_, index) => imageOf(`image-${index}`));
  expect(createQueueRecord(wx).write({ paused: false, images: images.slice(1) })).toBe(true);
  expect(createQueueRecord(wx).write({ paused: false, images })).toBe(false);
  expect(createQueueRecord(wx).read().images).toEqual(images.slice(0, 500));
});

test('where storage is full or broken it says so, and throws nothing', () => {
  const { wx } = scriptedWx();
  const broken = () => {
    throw new Error('setStorageSync:fail exceed storage max size 10Mb');
  };
  const record = createQueueRecord({ ...wx, setStorageSync: broken, getStorageSync: broken });
  expect(record.write({ paused: true, images: [] })).toBe(false);
  expect(record.read()).toEqual({ paused: false, images: [] });
});

test('damaged entries lose only themselves, and a damaged size is unknown', () => {
  const good = imageOf('a');
  const images = [{ ...good, id: '' }, { ...good, id: 7 }, { ...good, path: null }, null, { ...good, size: '3' }];
  const storage = new Map([[KEY, { version: 1, paused: false, images }]]);
  expect(createQueueRecord(scriptedWx({ storage }).wx).read().images).toEqual([{ ...good, size: 0 }]);
});
