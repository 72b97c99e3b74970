import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { GetFileInfoOptions, ReadFileOptions } from '../../../miniprogram/services/oss-upload/wx/contract';
import { checkRange, fileMissing } from '../file-failures';

/** FileSystemManager's read-only calls, which accept any path. Each throws CallFailed. */
export async function getFileInfo({ filePath, digestAlgorithm }: GetFileInfoOptions) {
  const hash = createHash(digestAlgorithm);
  let size = 0;
  try {
    for await (const chunk of createReadStream(filePath)) {
      hash.update(chunk);
      size += chunk.length;
    }
  } catch {
    throw fileMissing(filePath);
  }
  return { size, digest: hash.digest('hex') };
}

export async function readFile({ filePath, position, length }: ReadFileOptions): Promise<{ data: ArrayBuffer }> {
  const file = await open(filePath).catch(() => {
    throw fileMissing(filePath);
  });
  try {
    checkRange((await file.stat()).size, position, length);
    const bytes = new Uint8Array(length);
    await file.read(bytes, 0, length, position);
    return { data: bytes.buffer };
  } finally {
    await file.close();
  }
}
