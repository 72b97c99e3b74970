import fc from 'fast-check';
import { createImageKeeper } from '../../../../../miniprogram/services/oss-upload/queue/image-keeper';
import { createQueueRecord } from '../../../../../miniprogram/services/oss-upload/queue/queue-record';
import { createSurroundings } from '../../../../../miniprogram/services/oss-upload/queue/surroundings';
import type { QueuedImage } from '../../../../../miniprogram/services/oss-upload/queue/upload';
import { ERRNO } from '../../../../../miniprogram/services/oss-upload/wx/limits';
import { scriptedWx } from '../../../../scripted-wx';

const KEY = 'oss-upload-queue';
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

const imageOf = (id: string): QueuedImage => ({
  id,
  path: `wxfile://tmp_${id}.jpg`,
  size: 3,
  digest: undefined,
  copy: undefined,
  sentAs: undefined,
  atRisk: false,
});

describe('the record', () => {
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
});

describe('the keeper', () => {
  test('copies a picked file with its extension, and the copy has the same digest', async () => {
    const phone = scriptedWx({ files: { 'wxfile://tmp_1.jpg': bytes('one') } });
    const keeper = createImageKeeper(phone.wx);
    const copy = await keeper.keep({ id: 'a', path: 'wxfile://tmp_1.jpg' });
    expect(copy).toBe('wxfile://usr/oss-upload/a.jpg');
    expect(await keeper.digest(copy ?? '')).toBe(await keeper.digest('wxfile://tmp_1.jpg'));
    expect(await keeper.digest('wxfile://tmp_1.jpg')).toMatch(/^[0-9a-f]{40}$/);
  });

  test('an id with slashes and dots stays inside the folder', async () => {
    const phone = scriptedWx({ files: { 'wxfile://tmp_1': bytes('one') } });
    const copy = await createImageKeeper(phone.wx).keep({ id: '../../a', path: 'wxfile://tmp_1' });
    expect(copy).toBe('wxfile://usr/oss-upload/..%2F..%2Fa');
  });

  test('what cannot be read or copied is undefined, and leaves no half of a file', async () => {
    const phone = scriptedWx({ files: { 'wxfile://tmp_1': bytes('one') } });
    const files = phone.wx.getFileSystemManager();
    jest.spyOn(phone.wx, 'getFileSystemManager').mockReturnValue(files);
    jest.spyOn(files, 'copyFile').mockImplementation(({ destPath, fail }) => {
      phone.files[destPath] = bytes('o');
      fail?.({
        errMsg: 'copyFile:fail the maximum size of the file storage limit is exceeded',
        errno: ERRNO.storageFull,
      });
    });
    const keeper = createImageKeeper(phone.wx);
    expect(await keeper.keep({ id: 'a', path: 'wxfile://tmp_1' })).toBeUndefined();
    expect(Object.keys(phone.files)).toEqual(['wxfile://tmp_1']);
    expect(await keeper.keep({ id: 'b', path: '' })).toBeUndefined();
    expect(await keeper.digest('')).toBeUndefined();
    expect(await keeper.digest('wxfile://gone')).toBeUndefined();
    await keeper.release('wxfile://usr/oss-upload/gone');
  });

  test('sweeps every copy but those that are named, and nothing else', async () => {
    const kept = ['wxfile://usr/oss-upload/a', 'wxfile://usr/other/b', 'wxfile://tmp_1'];
    const files = Object.fromEntries([...kept, 'wxfile://usr/oss-upload/orphan'].map((path) => [path, bytes(path)]));
    const phone = scriptedWx({ files });
    await createImageKeeper(phone.wx).sweep(['wxfile://usr/oss-upload/a']);
    expect(Object.keys(phone.files)).toEqual(kept);
  });
});

describe('the surroundings', () => {
  function watched() {
    const phone = scriptedWx();
    const surroundings = createSurroundings(phone.wx);
    const told: [shown: boolean, online: boolean][] = [];
    const end = surroundings.watch(() => told.push([surroundings.shown, surroundings.online]));
    return { phone, surroundings, told, end };
  }

  test('tell of the background, the foreground and every change of the network', () => {
    const { phone, told } = watched();
    phone.hide();
    phone.show();
    phone.setNetwork('none');
    phone.setNetwork('4g');
    phone.setNetwork('wifi');
    expect(told).toEqual([
      [false, true],
      [true, true],
      [true, false],
      [true, true],
      [true, true],
    ]);
  });

  test('a change in the background that nobody heard of is found when it is shown again', () => {
    const { phone, surroundings } = watched();
    phone.setNetwork('none');
    expect(surroundings.online).toBe(false);
    jest.spyOn(phone.wx, 'getNetworkType').mockImplementation((option) => option.success?.({ networkType: 'wifi' }));
    phone.show();
    expect(surroundings.online).toBe(true);
  });

  test('nothing is listened to any more when nobody watches', () => {
    const { phone, told, end } = watched();
    end();
    end();
    phone.hide();
    phone.setNetwork('none');
    expect(told).toEqual([]);
  });
});
