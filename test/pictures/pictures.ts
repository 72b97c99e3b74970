import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

/** Formats that {@link makePicture} encodes. For HEIC see {@link heicPicture}. */
export const PICTURE_FORMATS = ['jpeg', 'png', 'gif', 'webp', 'avif'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

export interface PictureOptions {
  /** In pixels. Default 64. */
  width?: number;
  /** In pixels. Default 48. */
  height?: number;
  /** The same seed gives the same bytes, another seed another picture. Default 1. */
  seed?: number;
}

export interface NamedPicture {
  name: string;
  bytes: Buffer;
}

/** Encodes a picture with a real encoder: a gradient under coarse noise, so that its size grows with its area. */
export function makePicture(format: PictureFormat, options: PictureOptions = {}): Promise<Buffer> {
  const { width = 64, height = 48, seed = 1 } = options;
  return sharp(pixels(width, height, seed), { raw: { width, height, channels: 3 } })
    .toFormat(format)
    .toBuffer();
}

/** Reads a picture of 64 by 48 pixels, checked in because sharp cannot write HEIC. Made with libheif's heif-enc from a gradient. */
export function heicPicture(): Buffer {
  return readFileSync(path.join(__dirname, 'picture.heic'));
}

/** Reads photos of real cameras and programs from `shared/photos` beside the project; none if there is no such folder. */
export function realPhotos(): NamedPicture[] {
  const folder = path.join(__dirname, '../../../shared/photos');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.md'))
    .map((name) => ({ name, bytes: readFileSync(path.join(folder, name)) }));
}

function pixels(width: number, height: number, seed: number): Buffer {
  const chance = randomBytes(seed);
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < data.length; at += 3) {
    const [x, y] = [(at / 3) % width, Math.floor(at / 3 / width)];
    const noise = chance() >> 2;
    data[at] = ((x / width) * 191 + noise) & 0xff;
    data[at + 1] = ((y / height) * 191 + noise) & 0xff;
    data[at + 2] = (seed * 37 + noise) & 0xff;
  }
  return data;
}

/** Creates a byte generator with Marsaglia's xorshift: https://www.jstatsoft.org/article/view/v008i14 */
function randomBytes(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1; // xorshift never leaves zero
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  };
}
