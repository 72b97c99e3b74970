import fc from 'fast-check';
import { createImageId, isImageId } from '../../../../../miniprogram/services/oss-upload/image/image-id';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('every id that is made from 2010 to 2058 is recognised', () => {
  const times = fc.integer({ min: Date.UTC(2010), max: Date.UTC(2058) });
  fc.assert(
    fc.property(times, fc.array(random, { minLength: 16, maxLength: 16 }), (now, numbers) => {
      const id = createImageId(now, () => numbers.pop() ?? 0);
      expect([id, isImageId(id)]).toEqual([id, true]);
    }),
  );
});

test.each([
  ['', 'nothing'],
  ['name-1', 'a name'],
  ['avatar', 'a name'],
  ['507f1f77bcf86cd799439011', "MongoDB's"],
  ['f47ac10b58cc4372a5670e02b2c3d479', 'a UUID'],
  ['123456789012345678901234', 'a number'],
  ['oABCD1234567890abcdefghijklm', "a WeChat user's"],
  ['m7abcdef0123456789abcdef.jpg', 'a name with its ending'],
])('%p, %s, is not', (id) => {
  expect(isImageId(id)).toBe(false);
});
