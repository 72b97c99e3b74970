import { UploadError } from '../errors/upload-error';
import { fromWxFailure } from '../errors/wx-failure';
import type { WxApi } from '../wx/contract';
import { HEAD_LENGTH, type ImageType, imageTypeOf } from './image-type';

/** What can be known of a picked file without loading it. */
export interface ImageFile {
  path: string;
  /** In bytes. */
  size: number;
  type: ImageType;
}

export type FileApi = Pick<WxApi, 'getFileSystemManager'>;

/**
 * Looks at a picked file: its true size, and by its first bytes its true type. Only those bytes are read.
 * @throws UploadError `file-missing`, `file-unreadable`, `file-empty` or `not-an-image`
 */
export async function readImage(path: string, api: FileApi = wx): Promise<ImageFile> {
  if (path === '') throw new UploadError('file-missing', 'Expected the path of a file, got none.');
  const size = await fileSize(path, api);
  if (size === 0) throw new UploadError('file-empty', `Expected ${path} to hold a picture, got 0 bytes.`);
  const type = imageTypeOf(await fileHead(path, size, api));
  if (!type) {
    throw new UploadError('not-an-image', `Expected ${path} to be a picture, got ${size} other bytes.`);
  }
  return { path, size, type };
}

function fileSize(path: string, api: FileApi): Promise<number> {
  return new Promise((resolve, reject) => {
    api.getFileSystemManager().getFileInfo({
      filePath: path,
      digestAlgorithm: 'sha1',
      success: ({ size }) => resolve(size),
      fail: (failure) => reject(fromWxFailure(`getFileInfo of ${path}`, failure, 'file-unreadable')),
    });
  });
}

function fileHead(path: string, size: number, api: FileApi): Promise<Uint8Array> {
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
