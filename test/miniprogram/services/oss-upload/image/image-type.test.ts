import fc from 'fast-check';
import { HEAD_LENGTH, imageTypeOf } from '../../../../../miniprogram/services/oss-upload/image/image-type';
import { heicPicture, makePicture, realPhotos } from '../../../../pictures/pictures';

const typeOf = (bytes: Uint8Array) => imageTypeOf(bytes.subarray(0, HEAD_LENGTH));
const ascii = (text: string) => Buffer.from(text, 'latin1');

/** The start of an ISO media file with these brands; the first is the major one. */
const isoHead = (...brands: string[]) => ascii(`\0\0\0\x20ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`);

test.each([
  ['jpeg', 'jpg', 'image/jpeg'],
  ['png', 'png', 'image/png'],
  ['gif', 'gif', 'image/gif'],
  ['webp', 'webp', 'image/webp'],
  ['avif', 'avif', 'image/avif'],
] as const)('what a real encoder makes of %s', async (format, extension, contentType) => {
  for (const seed of [1, 2, 3]) {
    expect(typeOf(await makePicture(format, { seed }))).toEqual({ extension, contentType });
  }
});

test('HEIC as libheif writes it', () => {
  expect(typeOf(heicPicture())).toEqual({ extension: 'heic', contentType: 'image/heic' });
});

test('HEIC whose major brand says only "a picture", as phones write it', () => {
  expect(typeOf(isoHead('mif1', 'mif1', 'heic', 'hevc'))?.contentType).toBe('image/heic');
  expect(typeOf(isoHead('mif1', 'mif1', 'avif', 'miaf'))?.contentType).toBe('image/avif');
  expect(typeOf(isoHead('mif1', 'mif1', 'miaf'))?.contentType).toBe('image/heif');
});

test.each(['heic', 'heix', 'heim', 'heis'])('HEIC of the brand %s', (brand) => {
  expect(typeOf(isoHead(brand))).toEqual({ extension: 'heic', contentType: 'image/heic' });
});

test('BMP', () => {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54, 2);
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  expect(typeOf(header)).toEqual({ extension: 'bmp', contentType: 'image/bmp' });
});

test('real photos are what their names say, and a text under a picture name is not', () => {
  for (const { name, bytes } of realPhotos()) {
    const extension = name.startsWith('not-a-picture') ? undefined : name.slice(name.lastIndexOf('.') + 1);
    expect([name, typeOf(bytes)?.extension]).toEqual([name, extension]);
  }
});

test.each([
  ['nothing', ascii('')],
  ['a JPEG cut after two bytes', ascii('\xff\xd8')],
  ['a PNG spoilt by a transfer as text', ascii('\x89PNG\n\x1a\n')],
  ['SVG, which can carry scripts', ascii('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['HTML', ascii('<!DOCTYPE html><script>alert(1)</script>')],
  ['PDF', ascii('%PDF-1.7\n%\xe2\xe3\xcf\xd3')],
  ['a video', isoHead('isom', 'isom', 'iso2', 'avc1', 'mp41')],
  ['a sound', ascii('RIFF\x24\0\0\0WAVEfmt ')],
  ['a BMP whose reserved bytes are not zero', ascii('BM\x36\0\0\0\0\0\0\x01\x36\0\0\0')],
  ['a text that begins like a BMP', ascii('BMW owners club: minutes of the meeting')],
])('%s is no picture', (_, bytes) => {
  expect(typeOf(bytes)).toBeUndefined();
});

test('whatever the bytes, there is an answer', () => {
  const head = fc.uint8Array({ maxLength: 64 });
  fc.assert(
    fc.property(head, fc.constantFrom('', 'RIFF', 'GIF8', 'BM', '\0\0\0\x18ftyp', '\x89PNG'), (bytes, start) => {
      const type = imageTypeOf(Buffer.concat([ascii(start), bytes]));
      if (type) expect(type.contentType).toMatch(/^image\/[a-z]+$/);
    }),
  );
});
