import fc from 'fast-check';
import { UploadError } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import { createImageRecords } from '../../../../../miniprogram/services/oss-upload/queue/image-records';
import { queueSpace } from '../../../../../miniprogram/services/oss-upload/queue/queue-space';
import { FINAL_FAILURES } from '../../../../../miniprogram/services/oss-upload/queue/retry-rule';
import type { QueuedImage, UploadState } from '../../../../../miniprogram/services/oss-upload/queue/upload';
import { scriptedWx } from '../../../../scripted-wx';

const SPACE = queueSpace('default', '', 'wxfile://usr');

function recordsOn(storage = new Map<string, unknown>(), run = 'run-1') {
  return createImageRecords(scriptedWx({ storage }).wx, SPACE, run);
}

const imageOf = (id: string, changes: Partial<QueuedImage> = {}): QueuedImage => ({
  id,
  number: 1,
  path: `wxfile://tmp_${id}.jpg`,
  size: 3,
  digest: undefined,
  copy: undefined,
  sentAs: undefined,
  atRisk: false,
  ...changes,
});

const waiting: UploadState = { name: 'waiting' };

test('an image is read as it was written, whatever its id and key', () => {
  const text = fc.option(fc.string(), { nil: undefined });
  const image = fc.record({
    id: fc.string({ minLength: 1, unit: 'grapheme' }),
    number: fc.nat(),
    path: fc.string(),
    size: fc.nat(),
    digest: text,
    sentAs: text,
    copy: fc.constant(undefined),
    atRisk: fc.constant(false),
  });
  fc.assert(
    fc.property(image, fc.constantFrom<UploadState>(waiting, { name: 'cancelled' }), (one, state) => {
      const records = recordsOn();
      expect(records.write({ image: one, state })).toBe(true);
      expect(records.ids()).toEqual([one.id]);
      expect(records.read(one.id)).toEqual({ name: 'image', record: { image: one, state } });
    }),
  );
});

test('an image that is uploading or has failed for a passing reason is read as waiting', () => {
  const records = recordsOn();
  const image = imageOf('a');
  const states: UploadState[] = [
    { name: 'uploading', percent: 3 },
    { name: 'processing' },
    { name: 'failed', error: new UploadError('network', 'lost') },
    { name: 'failed', error: new UploadError('backend-refused', 'refused') },
  ];
  for (const state of states) {
    records.write({ image, state });
    expect(records.read('a')).toEqual({ name: 'image', record: { image, state: waiting } });
  }
});

test.each(FINAL_FAILURES)('the failure %s is read as it was', (code) => {
  const records = recordsOn();
  records.write({ image: imageOf('a'), state: { name: 'failed', error: new UploadError(code, '', { limit: 9 }) } });
  expect(records.read('a')).toMatchObject({
    record: { state: { name: 'failed', error: { code, details: { limit: 9 } } } },
  });
});

test('a temp path is void in the next run of the mini-program, a copy is not', () => {
  const storage = new Map<string, unknown>();
  const copy = `${SPACE.folder}/b.jpg`;
  recordsOn(storage).write({ image: imageOf('a'), state: waiting });
  recordsOn(storage).write({ image: imageOf('b', { copy }), state: waiting });
  const next = recordsOn(storage, 'run-2');
  expect(next.read('a')).toMatchObject({ record: { image: { path: '', copy: undefined } } });
  expect(next.read('b')).toMatchObject({ record: { image: { path: copy, copy } } });
});

test('whatever lies in storage, there is an answer, and an image has a number', () => {
  const value = fc.oneof(
    fc.anything(),
    fc.record({ version: fc.constant(2), number: fc.anything(), state: fc.anything(), object: fc.anything() }),
  );
  fc.assert(
    fc.property(value, (stored) => {
      const read = recordsOn(new Map([[`${SPACE.keys}image/a`, stored]])).read('a');
      if (read.name === 'image') expect(Number.isInteger(read.record.image.number)).toBe(true);
    }),
  );
});

test.each([
  ['another version', { version: 3, number: 1, state: 'waiting', path: 'p' }, 'unreadable'],
  ['truncated JSON, as text', '{"version":2,"num', 'unreadable'],
  ['no number', { version: 2, state: 'waiting' }, 'unreadable'],
  ['an unknown state', { version: 2, number: 1, state: 'dancing' }, 'unreadable'],
  ['a stored image without its key', { version: 2, number: 1, state: 'stored', object: {} }, 'unreadable'],
  ['nothing', '', 'absent'],
])('%s: %p is %s', (_, stored, name) => {
  expect(recordsOn(new Map([[`${SPACE.keys}image/a`, stored]])).read('a')).toEqual({ name });
});

test('a damaged size is unknown', () => {
  const stored = { version: 2, number: 1, state: 'waiting', size: '3', run: 'run-1', path: 'wxfile://tmp_a.jpg' };
  const records = recordsOn(new Map([[`${SPACE.keys}image/a`, stored]]));
  expect(records.read('a')).toEqual({ name: 'image', record: { image: imageOf('a', { size: 0 }), state: waiting } });
});

test('a malformed key of other code does not make the start throw', () => {
  const records = recordsOn(new Map<string, unknown>([[`${SPACE.keys}image/%`, 1]]));
  expect(() => records.ids()).not.toThrow();
});

test('storage that throws each time refuses and is not written; nothing is thrown', () => {
  const broken = () => {
    throw new Error('getStorageSync:fail');
  };
  const api = { getStorageInfoSync: broken, getStorageSync: broken, setStorageSync: broken, removeStorageSync: broken };
  const records = createImageRecords(api, SPACE, 'run-1');
  expect(records.ids()).toBeUndefined();
  expect(records.read('a')).toEqual({ name: 'refused' });
  expect(records.write({ image: imageOf('a'), state: waiting })).toBe(false);
  expect(records.readSettings()).toEqual({ paused: false, next: 1 });
  records.markRemoved('a');
  records.delete('a');
  records.writeSettings({ paused: true, next: 2 });
});

test('names and owners have records and copies apart, whatever their characters', () => {
  const spaces = [
    queueSpace('album', '', 'wxfile://usr'),
    queueSpace('avatar', '', 'wxfile://usr'),
    queueSpace('album', 'A', 'wxfile://usr'),
    queueSpace('album', '../avatar/-', 'wxfile://usr'),
    queueSpace('album/-A', '', 'wxfile://usr'),
  ];
  expect(new Set(spaces.map(({ keys }) => keys)).size).toBe(spaces.length);
  for (const one of spaces) {
    expect(one.folder).toMatch(/^wxfile:\/\/usr\/oss-upload\/-[^/.]+\/-[^/.]*$/);
    for (const other of spaces) if (other !== one) expect(other.keys.startsWith(one.keys)).toBe(false);
  }
  expect(() => queueSpace('', '', 'wxfile://usr')).toThrow('Expected `name` to have 1 to 64 characters, got 0.');
  expect(() => queueSpace('a', 'x'.repeat(65), 'wxfile://usr')).toThrow('Expected `owner` to have at most 64');
});

test('an image takes less than 2 KB of storage over all its writes', () => {
  let written = 0;
  const phone = scriptedWx();
  const setStorageSync = (key: string, data: unknown) => {
    written += key.length + JSON.stringify(data).length;
    phone.wx.setStorageSync(key, data);
  };
  const records = createImageRecords({ ...phone.wx, setStorageSync }, SPACE, 'm5k2j9qk0123456789abcdef');
  const id = 'm5k2j9qk0123456789abcdef';
  const picked = imageOf(id, { path: 'wxfile://tmp_0123456789abcdef0123456789abcdef0123456789abcdef.jpg' });
  const copied = { ...picked, copy: `${SPACE.folder}/${id}.jpg` };
  const digested = { ...copied, digest: '0123456789abcdef0123456789abcdef01234567' };
  const key = `user-photos/2026/11/25/${id}.jpg`;
  const url = `https://pictures-of-a-company.oss-cn-hangzhou.aliyuncs.com/${key}`;
  for (const image of [picked, copied, digested, { ...digested, sentAs: key }])
    records.write({ image, state: waiting });
  const object = { key, url, size: 9_000_000, contentType: 'image/jpeg', etag: '"0123456789ABCDEF0123456789ABCDEF"' };
  const callback = { name: 'none' } as const;
  records.write({ image: digested, state: { name: 'stored', object: { ...object, requestId: '0123', callback } } });
  expect(written).toBeLessThan(2048);
});
