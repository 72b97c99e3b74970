import fc from 'fast-check';
import { createImageId } from '../../../../../miniprogram/services/oss-upload/image/image-id';
import { objectKey, objectUrl } from '../../../../../miniprogram/services/oss-upload/post/object-key';

const NOW = Date.parse('2026-03-01T08:00:00Z');
/** Chance without `Math.random`, so that a failure comes back. */
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('ten thousand names of one millisecond are ten thousand names', () => {
  const names = Array.from({ length: 10_000 }, () => createImageId(NOW, Math.random));
  expect(new Set(names).size).toBe(10_000);
});

test('a name is short, and safe in a key, a file name and an address', () => {
  fc.assert(
    fc.property(random, (chance) => {
      expect(createImageId(NOW, () => chance)).toMatch(/^[0-9a-z]{24}$/);
    }),
  );
});

test('other times and other chances make other names', () => {
  expect(createImageId(NOW, () => 0)).not.toBe(createImageId(NOW + 1, () => 0));
  expect(createImageId(NOW, () => 0)).not.toBe(createImageId(NOW, () => 0.999));
});

test.each([
  ['uploads/', 'uploads/name.jpg'],
  ['uploads/2026', 'uploads/2026/name.jpg'],
  ['', 'name.jpg'],
])('the key under the prefix %p is %p', (prefix, key) => {
  expect(objectKey({ mode: 'prefix', prefix }, 'name', 'jpg')).toBe(key);
});

test('a key that the policy fixes is taken as it is, whatever the picture is', () => {
  expect(objectKey({ mode: 'exact', key: 'users/42/avatar' }, 'name', 'jpg')).toBe('users/42/avatar');
});

test('the address of an object leads back to its key, whatever is in the dir', () => {
  expect(objectUrl('https://b.example.com', 'a b/图 片/#1?.jpg')).toBe(
    'https://b.example.com/a%20b/%E5%9B%BE%20%E7%89%87/%231%3F.jpg',
  );
  const part = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/^\.{1,2}$|\//.test(text));
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (parts) => {
      const { origin, pathname, search, hash } = new URL(`${objectUrl('https://b.example.com', parts.join('/'))}`);
      expect([origin, search, hash]).toEqual(['https://b.example.com', '', '']);
      expect(decodeURIComponent(pathname)).toBe(`/${parts.join('/')}`);
    }),
  );
});
