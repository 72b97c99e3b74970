/** What a picture really is, whatever its path says. */
export interface ImageType {
  /** Without a dot: `jpg`. */
  extension: string;
  /** `image/jpeg` */
  contentType: string;
}

/** How many of a file's first bytes {@link imageTypeOf} looks at. */
export const HEAD_LENGTH = 32;

const JPEG: ImageType = { extension: 'jpg', contentType: 'image/jpeg' };
const PNG: ImageType = { extension: 'png', contentType: 'image/png' };
const GIF: ImageType = { extension: 'gif', contentType: 'image/gif' };
const WEBP: ImageType = { extension: 'webp', contentType: 'image/webp' };
const BMP: ImageType = { extension: 'bmp', contentType: 'image/bmp' };

/** The brands of ISO media files that hold one picture: https://nokiatech.github.io/heif/technical.html */
const BRANDS: Readonly<Record<string, ImageType>> = {
  heic: { extension: 'heic', contentType: 'image/heic' },
  heix: { extension: 'heic', contentType: 'image/heic' },
  heim: { extension: 'heic', contentType: 'image/heic' },
  heis: { extension: 'heic', contentType: 'image/heic' },
  avif: { extension: 'avif', contentType: 'image/avif' },
  avis: { extension: 'avif', contentType: 'image/avif' },
  mif1: { extension: 'heif', contentType: 'image/heif' },
  msf1: { extension: 'heif', contentType: 'image/heif' },
};

/** The type of a picture by its first bytes, or `undefined` for what is none that this module knows. */
export function imageTypeOf(head: Uint8Array): ImageType | undefined {
  const text = String.fromCharCode(...head.subarray(0, HEAD_LENGTH));
  if (text.startsWith('\xff\xd8\xff')) return JPEG;
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return PNG;
  if (/^GIF8[79]a/.test(text)) return GIF;
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return WEBP;
  if (/^BM[\s\S]{4}\0{4}/.test(text)) return BMP;
  if (text.slice(4, 8) === 'ftyp') return isoPictureType(text);
  return undefined;
}

/** The major brand decides; `mif1` and `msf1` say only "a picture", so there the compatible brands are asked first. */
function isoPictureType(text: string): ImageType | undefined {
  const major = text.slice(8, 12);
  if (major !== 'mif1' && major !== 'msf1') return BRANDS[major];
  const compatible = [16, 20, 24, 28].map((at) => text.slice(at, at + 4)).filter((brand) => !/^m[is]f1$/.test(brand));
  const specific = compatible.map((brand) => BRANDS[brand]).find((type) => type !== undefined);
  return specific ?? BRANDS[major];
}
