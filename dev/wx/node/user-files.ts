import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileExists, fileMissing, permissionDenied, storageFull } from '../file-failures';
import type { Quota } from '../quota';

/** Bytes copied at a time: small, so that a kill interrupts a copy. */
const COPY_STEP = 64 * 1024;

/** Options of a user folder on a real disk. */
export interface UserFilesOptions {
  /** `wx.env.USER_DATA_PATH`; created on first use. */
  dir: string;
  quota: Quota;
  /** False once the mini-program is killed, which stops a copy in progress. */
  isAlive: () => boolean;
}

/**
 * FileSystemManager's calls on the user folder. Each throws CallFailed.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/file-system.html
 */
export function userFileCalls({ dir, quota, isAlive }: UserFilesOptions) {
  async function copy(source: FileHandle, destination: FileHandle): Promise<void> {
    const bytes = Buffer.alloc(COPY_STEP);
    while (isAlive()) {
      const { bytesRead } = await source.read(bytes);
      if (bytesRead === 0) return;
      if (isAlive()) await destination.write(bytes, 0, bytesRead);
    }
  }

  return {
    async copyFile({ srcPath, destPath }: { srcPath: string; destPath: string }): Promise<object> {
      if (!isInside(dir, destPath)) throw permissionDenied(destPath);
      await mkdir(dir, { recursive: true });
      const opened: FileHandle[] = [];
      const openFile = async (file: string, flags: 'r' | 'w') => {
        const handle = await orMissing(file, open(file, flags));
        opened.push(handle);
        return handle;
      };
      try {
        const source = await openFile(srcPath, 'r');
        const { size } = await source.stat();
        if (size > quota.userFile || (await usedWithout(dir, destPath)) + size > quota.userFiles) throw storageFull();
        if (isAlive()) await copy(source, await openFile(destPath, 'w'));
        return {};
      } finally {
        for (const file of opened) await file.close();
      }
    },

    async rename({ oldPath, newPath }: { oldPath: string; newPath: string }): Promise<object> {
      if (!isInside(dir, oldPath) || !isInside(dir, newPath)) throw permissionDenied(newPath);
      if (isAlive()) await orMissing(oldPath, rename(oldPath, newPath));
      return {};
    },

    async unlink({ filePath }: { filePath: string }): Promise<object> {
      if (isAlive()) await orMissing(filePath, rm(filePath));
      return {};
    },

    async mkdir({ dirPath, recursive }: { dirPath: string; recursive: boolean }): Promise<object> {
      if (!isInside(dir, dirPath)) throw permissionDenied(dirPath);
      if (!isAlive()) return {};
      await mkdir(dir, { recursive: true });
      if (await exists(dirPath)) throw fileExists(dirPath);
      await orMissing(dirPath, mkdir(dirPath, { recursive }));
      return {};
    },

    async readdir({ dirPath }: { dirPath: string }): Promise<{ files: string[] }> {
      if (isAlive()) await mkdir(dir, { recursive: true }); // in WeChat the user folder always exists
      return { files: await orMissing(dirPath, readdir(dirPath)) };
    },
  };
}

/** Reports any file system error as a missing file. */
async function orMissing<Result>(file: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch {
    throw fileMissing(file);
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function isInside(dir: string, file: string): boolean {
  return !path.relative(dir, file).startsWith('..');
}

/** Sums the sizes of all files in the folder except `excluded`. A file deleted meanwhile counts as 0 bytes. */
async function usedWithout(dir: string, excluded: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
  const sizes = await Promise.all(
    files
      .filter((file) => path.relative(file, excluded) !== '')
      .map((file) =>
        stat(file).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
