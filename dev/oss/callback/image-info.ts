import type { FileHandle } from 'node:fs/promises';
import { imageSize } from 'image-size';

/** What OSS reports about a picture. */
export interface ImageInfo {
  /** In pixels. */
  width: number;
  height: number;
  /** As a file extension: `jpg`, `png`. */
  format: string;
}

/** Dimensions stand near the beginning, behind embedded thumbnails and profiles at most. */
const HEAD_BYTES = 512 * 1024;

/**
 * What OSS takes for a picture, by the names and brands that image-size gives.
 * Source: https://help.aliyun.com/zh/oss/user-guide/overview-17
 */
const FORMATS: ReadonlyMap<string | undefined, string> = new Map([
  ...['jpg', 'png', 'bmp', 'gif', 'webp', 'tiff', 'heic', 'avif'].map((format) => [format, format] as const),
  ...['heix', 'hevc', 'hevx', 'mif1', 'msf1'].map((brand) => [brand, 'heic'] as const),
]);

/** Reads no more than the head of the file. @returns undefined where it is no picture */
export async function readImageInfo(file: FileHandle): Promise<ImageInfo | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  try {
    const { width, height, type } = imageSize(buffer.subarray(0, bytesRead));
    const format = FORMATS.get(type);
    return format === undefined ? undefined : { width, height, format };
  } catch {
    return undefined; // image-size throws at everything that is no picture
  }
}
