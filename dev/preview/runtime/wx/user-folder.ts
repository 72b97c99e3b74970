import { fileMissing } from '../../../wx/file-failures';
import type { Quota } from '../../../wx/quota';
import { userFolder } from '../../../wx/user-folder';
import { call } from './calling';
import type { FileRegistry } from './file-registry';

export const USER_DATA_PATH = 'wxfile://usr';

/** The calls of FileSystemManager on what the mini-program keeps. */
export function userFolderCalls({ get, kept }: FileRegistry, quota: Quota) {
  const folder = userFolder<Blob>({
    root: USER_DATA_PATH,
    kept,
    find: get,
    sizeOf: ({ size }) => size,
    copy: copyOf,
    quota,
  });
  return {
    copyFile: call('copyFile', folder.copyFile),
    rename: call('rename', folder.rename),
    unlink: call('unlink', folder.unlink),
    mkdir: call('mkdir', folder.mkdir),
    readdir: call('readdir', folder.readdir),
  };
}

/** The bytes themselves: what was picked may change on the disk, or be gone from it by now. */
async function copyOf(file: Blob, path: string): Promise<Blob> {
  try {
    return new Blob([await file.arrayBuffer()], { type: file.type });
  } catch {
    throw fileMissing(path);
  }
}
