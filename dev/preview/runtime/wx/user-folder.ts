import { fileMissing } from '../../../wx/file-failures';
import type { Quota } from '../../../wx/quota';
import { userFolder } from '../../../wx/user-folder';
import { call } from './calling';
import type { FileRegistry } from './file-registry';

export const USER_DATA_PATH = 'wxfile://usr';

/** FileSystemManager's calls on the user folder. */
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

/** Copies the bytes, because a picked file may change or be deleted on the disk. */
async function copyOf(file: Blob, path: string): Promise<Blob> {
  try {
    return new Blob([await file.arrayBuffer()], { type: file.type });
  } catch {
    throw fileMissing(path);
  }
}
