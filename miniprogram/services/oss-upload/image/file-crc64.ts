import { UploadError } from '../errors/upload-error';
import { callWx } from '../errors/wx-call';
import type { WxApi } from '../wx/contract';
import type { Timer } from '../wx/timer';
import { createCrc64 } from './crc64';
import type { ImageFile } from './read-image';

/** In bytes. About 4 ms of a computer without a JIT (`npm run bench -- checksum`), and at most 10 ms of a slower phone. */
export const SLICE = 32 * 1024;

export interface FileCrc64Options {
  timer: Timer;
  /** Asked before each slice; reading stops once it answers false. */
  isWanted: () => boolean;
}

/**
 * Computes the CRC-64 of a file, a slice at a time: each is read by a call of its own, so that everything else gets its turn.
 * @throws UploadError for a file that cannot be read, and `aborted` where the sum is not wanted any more
 */
export async function fileCrc64(
  { path, size }: Pick<ImageFile, 'path' | 'size'>,
  { timer, isWanted }: FileCrc64Options,
  api: Pick<WxApi, 'getFileSystemManager'>,
): Promise<string> {
  const crc64 = createCrc64();
  for (let position = 0; position < size; position += SLICE) {
    if (!isWanted()) throw new UploadError('aborted', `The checksum of ${path} is not wanted any more.`);
    const length = Math.min(SLICE, size - position);
    const { data } = await callWx<{ data: string | ArrayBuffer }>(
      { name: `readFile of ${path}`, otherwise: 'file-unreadable', timer },
      (callbacks) => api.getFileSystemManager().readFile({ filePath: path, position, length, ...callbacks }),
    );
    if (typeof data === 'string' || data.byteLength !== length) {
      throw new UploadError('file-unreadable', `Expected ${length} bytes of ${path} at ${position}, got others.`);
    }
    crc64.add(new Uint8Array(data));
  }
  return crc64.digest();
}
