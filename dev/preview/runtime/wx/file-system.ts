import { CallFailed } from '../../../wx/answer';
import { checkRange, fileMissing } from '../../../wx/file-failures';
import type { Quota } from '../../../wx/quota';
import { toBase64 } from './base64';
import { call } from './calling';
import type { FileRegistry } from './file-registry';
import { sha1 } from './sha1';
import { userFolderCalls } from './user-folder';

/** https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.readFile.html */
interface ReadFileOptions {
  readonly filePath: string;
  /** Without it the result is an ArrayBuffer. */
  readonly encoding?: string;
  /** In bytes. Default 0. */
  readonly position?: number;
  /** In bytes. Default: up to the end. */
  readonly length?: number;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.getFileInfo.html */
interface GetFileInfoOptions {
  readonly filePath: string;
  readonly digestAlgorithm?: string;
}

/** SubtleCrypto's names. It has no MD5, WeChat's default: without `digestAlgorithm` the preview's digest is empty. */
const DIGESTS: Readonly<Record<string, string>> = { sha1: 'SHA-1', sha256: 'SHA-256' };

/** Implements wx.getFileSystemManager for picked and kept files. */
export function getFileSystemManager(files: FileRegistry, quota: Quota) {
  const find = (path: string): Blob => {
    const file = files.get(path);
    if (file === undefined) throw fileMissing(path);
    return file;
  };
  const manager = {
    readFile: call('readFile', async ({ filePath, encoding, position = 0, length }: ReadFileOptions) => {
      const file = find(filePath);
      const rest = file.size - position;
      if (position !== 0 || length !== undefined) checkRange(file.size, position, length ?? rest);
      return { data: decode(await bytesOf(file.slice(position, position + (length ?? rest)), filePath), encoding) };
    }),
    getFileInfo: call('getFileInfo', async ({ filePath, digestAlgorithm }: GetFileInfoOptions) => {
      const file = find(filePath);
      if (digestAlgorithm === undefined) return { size: file.size, digest: '' };
      const algorithm = DIGESTS[digestAlgorithm];
      if (algorithm === undefined) throw new CallFailed(`the preview has no ${digestAlgorithm}: use sha1 or sha256`);
      const bytes = await bytesOf(file, filePath);
      if (digestAlgorithm === 'sha1' && !isSecureContext)
        return { size: file.size, digest: sha1(new Uint8Array(bytes)) };
      const digest = await crypto.subtle.digest(algorithm, bytes);
      return { size: file.size, digest: toHex(new Uint8Array(digest)) };
    }),
    ...userFolderCalls(files, quota),
  };
  return () => manager;
}

/** Reads a file. @throws CallFailed if it was deleted from the disk after it was picked */
async function bytesOf(blob: Blob, path: string): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer();
  } catch {
    throw fileMissing(path);
  }
}

function decode(bytes: ArrayBuffer, encoding: string | undefined): ArrayBuffer | string {
  switch (encoding) {
    case undefined:
      return bytes;
    case 'utf8':
    case 'utf-8':
      return new TextDecoder().decode(bytes);
    case 'base64':
      return toBase64(new Uint8Array(bytes));
    case 'hex':
      return toHex(new Uint8Array(bytes));
    default:
      throw new CallFailed(`invalid encoding "${encoding}"`);
  }
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
