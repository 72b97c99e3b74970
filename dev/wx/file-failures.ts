import { ERRNO } from '../../miniprogram/services/oss-upload/wx/errno';
import { CallFailed } from './answer';

/**
 * Why the file calls of `wx` fail, in WeChat's words.
 * https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.readFile.html and its neighbours
 */
export const fileMissing = (path: string) => new CallFailed(`no such file or directory ${path}`, ERRNO.fileMissing);

export const fileExists = (path: string) => new CallFailed(`file already exists ${path}`, ERRNO.fileExists);

export const permissionDenied = (path: string) => new CallFailed(`permission denied ${path}`, ERRNO.permissionDenied);

export const storageFull = () =>
  new CallFailed('the maximum size of the file storage limit is exceeded', ERRNO.storageFull);

/**
 * Checks the range that `readFile` is to read: `position` from 0 to before the end, `length` from 1 to what is left.
 * @throws CallFailed where it is not inside the file
 */
export function checkRange(size: number, position: number, length: number): void {
  if (position < 0 || position >= size)
    throw new CallFailed('value of position is out of range', ERRNO.positionOutOfRange);
  if (length < 1 || position + length > size) {
    throw new CallFailed('value of length is out of range', ERRNO.lengthOutOfRange);
  }
}
