import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Callbacks, fail, succeed } from './callbacks';

const NO_SUCH_FILE = 1300002;
const NO_ROOM = 1300202;

/** How much is copied at a time, in bytes: a copy can end in the middle. */
const COPY_STEP = 64 * 1024;

interface GetFileInfo extends Callbacks {
  filePath: string;
  digestAlgorithm?: 'md5' | 'sha1' | 'sha256';
}

export async function getFileInfo(option: GetFileInfo): Promise<void> {
  const { filePath, digestAlgorithm = 'md5' } = option;
  try {
    const { size } = await stat(filePath);
    const hash = createHash(digestAlgorithm);
    for await (const chunk of createReadStream(filePath)) hash.update(chunk);
    succeed(option, { size, digest: hash.digest('hex') });
  } catch {
    fail(option, `getFileInfo:fail no such file or directory ${filePath}`, NO_SUCH_FILE);
  }
}

export async function readFile(option: WechatMiniprogram.ReadFileOption): Promise<void> {
  try {
    const file = await open(option.filePath);
    const bytes = Buffer.alloc(option.length ?? 0);
    await file.read(bytes, 0, bytes.length, option.position ?? 0);
    await file.close();
    succeed(option, { data: new Uint8Array(bytes).buffer });
  } catch {
    fail(option, `readFile:fail no such file or directory, open '${option.filePath}'`, NO_SUCH_FILE);
  }
}

/** The files that a mini-program may keep, in a folder of their own. */
export interface UserFolder {
  dir: string;
  /** Of all files in it, in bytes. */
  limit: number;
  /** False once the mini-program was killed: whatever was being written stays as it is. */
  isAlive: () => boolean;
}

/** The file calls that write. https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html */
export function userFolderCalls({ dir, limit, isAlive }: UserFolder) {
  async function copy(source: FileHandle, destination: FileHandle): Promise<void> {
    const bytes = Buffer.alloc(COPY_STEP);
    while (isAlive()) {
      const { bytesRead } = await source.read(bytes);
      if (bytesRead === 0) return;
      if (isAlive()) await destination.write(bytes, 0, bytesRead);
    }
  }

  return {
    async copyFile(option: WechatMiniprogram.CopyFileOption): Promise<void> {
      const { srcPath, destPath } = option;
      const opened: FileHandle[] = [];
      try {
        if (!isInside(dir, destPath)) return fail(option, `copyFile:fail permission denied, copyFile "${destPath}"`);
        const source = await open(srcPath);
        opened.push(source);
        if ((await sizeOf(dir)) + (await source.stat()).size > limit) {
          return fail(option, 'copyFile:fail the maximum size of the file storage limit is exceeded', NO_ROOM);
        }
        if (!isAlive()) return;
        const destination = await open(destPath, 'w');
        opened.push(destination);
        await copy(source, destination);
        succeed(option, {});
      } catch {
        const text = `copyFile:fail no such file or directory, copyFile "${srcPath}" -> "${destPath}"`;
        fail(option, text, NO_SUCH_FILE);
      } finally {
        for (const file of opened) await file.close();
      }
    },

    async unlink(option: WechatMiniprogram.UnlinkOption): Promise<void> {
      try {
        if (isAlive()) await rm(option.filePath);
        succeed(option, {});
      } catch {
        fail(option, `unlink:fail no such file or directory ${option.filePath}`, NO_SUCH_FILE);
      }
    },

    async mkdir(option: WechatMiniprogram.MkdirOption): Promise<void> {
      try {
        if (isAlive()) await mkdir(option.dirPath);
        succeed(option, {});
      } catch {
        fail(option, `mkdir:fail file already exists ${option.dirPath}`);
      }
    },

    async readdir(option: WechatMiniprogram.ReaddirOption): Promise<void> {
      try {
        succeed(option, { files: await readdir(option.dirPath) });
      } catch {
        fail(option, `readdir:fail no such file or directory ${option.dirPath}`, NO_SUCH_FILE);
      }
    },
  };
}

function isInside(dir: string, file: string): boolean {
  return !path.relative(dir, file).startsWith('..');
}

/** A file that is deleted meanwhile takes no room. */
async function sizeOf(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(({ parentPath, name }) =>
      stat(path.join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
