import { CallFailed, call } from './calling';
import type { FileRegistry } from './file-registry';

export const USER_DATA_PATH = 'wxfile://usr';

/** https://developers.weixin.qq.com/miniprogram/dev/framework/ability/file-system.html: of all files together, in bytes. */
const MAX_BYTES = 200 * 1024 ** 2;

interface CopyOptions {
  readonly srcPath: string;
  readonly destPath: string;
}

interface FolderOptions {
  readonly dirPath: string;
  readonly recursive?: boolean;
}

/** The calls of FileSystemManager that change what the mini-program keeps, with WeChat's texts of failure. */
export function userFolderCalls({ get, kept }: FileRegistry) {
  /** Folders that are there: those that were made, and those that hold something. */
  const made = new Set([USER_DATA_PATH]);
  const isFolder = (path: string) => made.has(path) || kept.paths().some((file) => file.startsWith(`${path}/`));

  return {
    copyFile: call('copyFile', async ({ srcPath, destPath }: CopyOptions): Promise<object> => {
      const file = get(srcPath);
      const folder = destPath.slice(0, destPath.lastIndexOf('/'));
      if (!destPath.startsWith(`${USER_DATA_PATH}/`)) {
        throw new CallFailed(`permission denied, copyFile "${srcPath}" -> "${destPath}"`);
      }
      if (file === undefined || !isFolder(folder)) {
        throw new CallFailed(`no such file or directory, copyFile "${srcPath}" -> "${destPath}"`);
      }
      if (kept.size() + file.size > MAX_BYTES) {
        throw new CallFailed('the maximum size of the file storage limit is exceeded');
      }
      // The bytes themselves: what was picked may change on the disk.
      await kept.put(destPath, new Blob([await file.arrayBuffer()], { type: file.type }));
      return {};
    }),
    unlink: call('unlink', async ({ filePath }: { filePath: string }): Promise<object> => {
      if (kept.get(filePath) === undefined) throw new CallFailed(`no such file or directory "${filePath}"`);
      await kept.delete(filePath);
      return {};
    }),
    mkdir: call('mkdir', ({ dirPath, recursive = false }: FolderOptions): object => {
      if (isFolder(dirPath)) throw new CallFailed(`file already exists ${dirPath}`);
      const parent = dirPath.slice(0, dirPath.lastIndexOf('/'));
      if (!recursive && !isFolder(parent)) throw new CallFailed(`no such file or directory ${dirPath}`);
      made.add(dirPath);
      return {};
    }),
    readdir: call('readdir', ({ dirPath }: FolderOptions) => {
      if (!isFolder(dirPath)) throw new CallFailed(`no such file or directory ${dirPath}`);
      const inside = kept.paths().filter((path) => path.startsWith(`${dirPath}/`));
      const names = inside.map((path) => path.slice(dirPath.length + 1).replace(/\/.*/, ''));
      return { files: [...new Set(names)] };
    }),
  };
}
