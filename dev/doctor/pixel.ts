/** A PNG of one transparent pixel, 67 bytes. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAACklEQVR4nGMAAQAABQABDQottAAAAABJRU5ErkJggg==',
  'base64',
);

/** A picture of one pixel with at least so many bytes: readers of PNG ignore what follows its end. */
export function pixelPng(minBytes: number): Buffer<ArrayBuffer> {
  return Buffer.concat([PIXEL, Buffer.alloc(Math.max(0, minBytes - PIXEL.length))]);
}
