import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sha1 } from '../../../dev/preview/runtime/wx/sha1';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** FIPS 180-4: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values */
test.each([
  ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
])('%p', (text, digest) => {
  expect(sha1(bytes(text))).toBe(digest);
});

test('matches Node for arbitrary bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
      expect(sha1(data)).toBe(createHash('sha1').update(data).digest('hex'));
    }),
  );
});
