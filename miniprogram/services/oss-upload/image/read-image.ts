import { UploadError } from '../errors/upload-error';
import { callWx } from '../errors/wx-call';
import type { WxApi } from '../wx/contract';
import { startTimer, type Timer } from '../wx/timer';
import { HEAD_LENGTH, type ImageType, imageTypeOf } from './image-type';

/** What is known of a picked file, found by reading it once. */
export interface ImageFile {
  path: string;
  /** In bytes. */
  size: number;
  /** SHA-1 in hex. */
  digest: string;
  type: ImageType;
}

/**
 * Reads what an upload has to know of a picked file: its true size, its digest, and by its first bytes its true type.
 * @throws UploadError `file-missing`, `file-unreadable`, `file-empty` or `not-an-image`
 */
export async function readImage(
  path: string,
  api: Pick<WxApi, 'getFileSystemManager'> = wx,
  timer: Timer = startTimer,
): Promise<ImageFile> {
  if (path === '') throw new UploadError('file-missing', 'Expected the path of a file, got none.');
  const files = api.getFileSystemManager();
  const { size, digest } = await callWx<{ size: number; digest: string }>(
    { name: `getFileInfo of ${path}`, otherwise: 'file-unreadable', timer },
    (callbacks) => files.getFileInfo({ filePath: path, digestAlgorithm: 'sha1', ...callbacks }),
  );
  if (size === 0) throw new UploadError('file-empty', `Expected ${path} to hold a picture, got 0 bytes.`);
  // A length beyond the end is an error: https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.readFile.html
  const length = Math.min(HEAD_LENGTH, size);
  const { data } = await callWx<{ data: string | ArrayBuffer }>(
    { name: `readFile of ${path}`, otherwise: 'file-unreadable', timer },
    (callbacks) => files.readFile({ filePath: path, position: 0, length, ...callbacks }),
  );
  // Typed as text or bytes; without `encoding` it is bytes.
  if (typeof data === 'string') throw new UploadError('file-unreadable', `Expected bytes of ${path}, got text.`);
  const type = imageTypeOf(new Uint8Array(data));
  if (!type) {
    throw new UploadError('not-an-image', `Expected ${path} to be a picture, got ${size} other bytes.`);
  }
  return { path, size, digest, type };
}
