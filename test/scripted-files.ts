import { createHash } from 'node:crypto';
import { answer } from '../dev/wx/answer';
import { checkRange, fileMissing } from '../dev/wx/file-failures';
import type { Quota } from '../dev/wx/quota';
import { userFolder } from '../dev/wx/user-folder';
import type { FileSystem } from '../miniprogram/services/oss-upload/wx/contract';

export const USER_DATA_PATH = 'wxfile://usr';

/**
 * The file calls of the scripted `wx`, on files in memory. They read immediately and call back asynchronously.
 * @param reads records each read: the file and the number of bytes
 */
export function scriptedFiles(
  files: Record<string, Uint8Array>,
  quota: Quota,
  reads: { path: string; length: number }[],
): FileSystem {
  const find = (path: string): Uint8Array => {
    const bytes = files[path];
    if (!bytes) throw fileMissing(path);
    return bytes;
  };
  const isKept = (path: string) => path.startsWith(`${USER_DATA_PATH}/`);
  const folder = userFolder<Uint8Array>({
    root: USER_DATA_PATH,
    kept: {
      get: (path) => (isKept(path) ? files[path] : undefined),
      paths: () => Object.keys(files).filter(isKept),
      put: (path, bytes) => {
        files[path] = bytes;
      },
      delete: (path) => {
        delete files[path];
      },
    },
    find: (path) => files[path],
    sizeOf: (bytes) => bytes.length,
    copy: async (bytes) => bytes.slice(),
    quota,
  });

  return {
    getFileInfo: (options) =>
      void answer('getFileInfo', options, () => {
        const bytes = find(options.filePath);
        return { size: bytes.length, digest: createHash(options.digestAlgorithm).update(bytes).digest('hex') };
      }),
    readFile: (options) =>
      void answer('readFile', options, () => {
        const { filePath, position, length } = options;
        const bytes = find(filePath);
        checkRange(bytes.length, position, length);
        reads.push({ path: filePath, length });
        return { data: Uint8Array.from(bytes.subarray(position, position + length)).buffer };
      }),
    copyFile: (options) => void answer('copyFile', options, () => folder.copyFile(options)),
    rename: (options) => void answer('rename', options, () => folder.rename(options)),
    unlink: (options) => void answer('unlink', options, () => folder.unlink(options)),
    mkdir: (options) => void answer('mkdir', options, () => folder.mkdir(options)),
    readdir: (options) => void answer('readdir', options, () => folder.readdir(options)),
  };
}
