import { createHash } from 'node:crypto';
import type { ImageFacts } from '../../miniprogram/services/oss-upload/inspect';

/** A PNG of one transparent pixel, 67 bytes. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAACklEQVR4nGMAAQAABQABDQottAAAAABJRU5ErkJggg==',
  'base64',
);

/** A picture of one pixel with at least so many bytes: readers of PNG ignore what follows its end. */
export function pixelPng(minBytes: number): Buffer<ArrayBuffer> {
  return Buffer.concat([PIXEL, Buffer.alloc(Math.max(0, minBytes - PIXEL.length))]);
}

/** What a policy for the picture of one pixel is requested with. */
export function pixelFacts(name: string): ImageFacts {
  const digest = createHash('sha1').update(PIXEL).digest('hex');
  return { name, size: PIXEL.length, type: 'image/png', extension: 'png', digest };
}
