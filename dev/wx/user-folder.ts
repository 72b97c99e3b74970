import { fileExists, fileMissing, permissionDenied, storageFull } from './file-failures';
import { type Quota, WECHAT_QUOTA } from './quota';

/** The files below `wx.env.USER_DATA_PATH` of a stand-in that stores them by path instead of on disk. */
export interface KeptFiles<File> {
  get(path: string): File | undefined;
  paths(): string[];
  put(path: string, file: File): void | Promise<void>;
  delete(path: string): void | Promise<void>;
}

export interface UserFolderOptions<File> {
  /** `wx.env.USER_DATA_PATH` */
  root: string;
  kept: KeptFiles<File>;
  /** Finds any file that the mini-program can read, kept or picked. */
  find(path: string): File | undefined;
  /** In bytes. */
  sizeOf(file: File): number;
  /** Returns an independent copy. */
  copy(file: File, path: string): Promise<File>;
  quota?: Quota;
}

/**
 * FileSystemManager's calls on the user folder. Each throws CallFailed.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/file-system.html
 */
export function userFolder<File>(options: UserFolderOptions<File>) {
  const { root, kept, find, sizeOf, copy, quota = WECHAT_QUOTA } = options;
  /** Folders created so far; a folder also exists while it contains a file. */
  const made = new Set([root]);
  const isFolder = (path: string) => made.has(path) || kept.paths().some((file) => file.startsWith(`${path}/`));
  const isInside = (path: string) => path.startsWith(`${root}/`);

  /** Sums the sizes of all files except `path`. */
  function usedWithout(path: string): number {
    const others = kept.paths().filter((other) => other !== path);
    return others.reduce((sum, other) => {
      const file = kept.get(other);
      return file === undefined ? sum : sum + sizeOf(file);
    }, 0);
  }

  return {
    async copyFile({ srcPath, destPath }: { srcPath: string; destPath: string }): Promise<object> {
      if (!isInside(destPath)) throw permissionDenied(destPath);
      const file = find(srcPath);
      if (file === undefined) throw fileMissing(srcPath);
      if (!isFolder(parentOf(destPath))) throw fileMissing(destPath);
      const size = sizeOf(file);
      if (size > quota.userFile || usedWithout(destPath) + size > quota.userFiles) throw storageFull();
      await kept.put(destPath, await copy(file, srcPath));
      return {};
    },
    async rename({ oldPath, newPath }: { oldPath: string; newPath: string }): Promise<object> {
      if (!isInside(oldPath) || !isInside(newPath)) throw permissionDenied(newPath);
      const file = kept.get(oldPath);
      if (file === undefined) throw fileMissing(oldPath);
      if (!isFolder(parentOf(newPath))) throw fileMissing(newPath);
      await kept.put(newPath, file);
      await kept.delete(oldPath);
      return {};
    },
    async unlink({ filePath }: { filePath: string }): Promise<object> {
      if (kept.get(filePath) === undefined) throw fileMissing(filePath);
      await kept.delete(filePath);
      return {};
    },
    mkdir({ dirPath, recursive = false }: { dirPath: string; recursive?: boolean }): object {
      if (isFolder(dirPath) || kept.get(dirPath) !== undefined) throw fileExists(dirPath);
      if (!isInside(dirPath)) throw permissionDenied(dirPath);
      if (!recursive && !isFolder(parentOf(dirPath))) throw fileMissing(dirPath);
      for (let path = dirPath; path !== root; path = parentOf(path)) made.add(path);
      return {};
    },
    readdir({ dirPath }: { dirPath: string }): { files: string[] } {
      if (!isFolder(dirPath)) throw fileMissing(dirPath);
      const inside = [...made, ...kept.paths()].filter((path) => path.startsWith(`${dirPath}/`));
      const names = inside.map((path) => path.slice(dirPath.length + 1).replace(/\/.*/, ''));
      return { files: [...new Set(names)] };
    },
  };
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
