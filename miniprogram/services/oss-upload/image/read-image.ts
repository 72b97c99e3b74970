import { UploadError } from '../errors/upload-error';
import { fromWxFailure } from '../errors/wx-failure';
import type { WxApi } from '../wx/contract';
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
export async function readImage(path: string, api: Pick<WxApi, 'getFileSystemManager'> = wx): Promise<ImageFile> {
  if (path === '') throw new UploadError('file-missing', 'Expected the path of a file, got none.');
  const { size, digest } = await fileInfo(path, api);
  if (size === 0) throw new UploadError('file-empty', `Expected ${path} to hold a picture, got 0 bytes.`);
  const type = imageTypeOf(await fileHead(path, size, api));
  if (!type) {
    throw new UploadError('not-an-image', `Expected ${path} to be a picture, got ${size} other bytes.`);
  }
  return { path, size, digest, type };
}

function fileInfo(path: string, api: Pick<WxApi, 'getFileSystemManager'>): Promise<{ size: number; digest: string }> {
  return new Promise((resolve, reject) => {
    api.getFileSystemManager().getFileInfo({
      filePath: path,
      digestAlgorithm: 'sha1',
      success: resolve,
      fail: (failure) => reject(fromWxFailure(`getFileInfo of ${path}`, failure, 'file-unreadable')),
    });
  });
}

function fileHead(path: string, size: number, api: Pick<WxApi, 'getFileSystemManager'>): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    api.getFileSystemManager().readFile({
      filePath: path,
      position: 0,
      // A length beyond the end is an error: https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.readFile.html
      length: Math.min(HEAD_LENGTH, size),
      success: ({ data }) => {
        // Typed as text or bytes; without `encoding` it is bytes.
        if (typeof data === 'string') reject(new UploadError('file-unreadable', `Expected bytes of ${path}.`));
        else resolve(new Uint8Array(data));
      },
      fail: (failure) => reject(fromWxFailure(`readFile of ${path}`, failure, 'file-unreadable')),
    });
  });
}
