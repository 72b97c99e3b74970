import { ERRNO } from '../../miniprogram/services/oss-upload/wx/errno';
import { CallFailed } from './answer';

/**
 * Failures of the file calls, with WeChat's messages and errno.
 * https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.readFile.html and related pages
 */
export const fileMissing = (path: string) => new CallFailed(`no such file or directory ${path}`, ERRNO.fileMissing);

export const fileExists = (path: string) => new CallFailed(`file already exists ${path}`, ERRNO.fileExists);

export const permissionDenied = (path: string) => new CallFailed(`permission denied ${path}`, ERRNO.permissionDenied);

export const storageFull = () =>
  new CallFailed('the maximum size of the file storage limit is exceeded', ERRNO.storageFull);

/**
 * Checks the range passed to `readFile`: `position` must be inside the file, `length` from 1 to the number of bytes left.
 * @throws CallFailed if the range is not inside the file
 */
export function checkRange(size: number, position: number, length: number): void {
  if (position < 0 || position >= size)
    throw new CallFailed('value of position is out of range', ERRNO.positionOutOfRange);
  if (length < 1 || position + length > size) {
    throw new CallFailed('value of length is out of range', ERRNO.lengthOutOfRange);
  }
}
