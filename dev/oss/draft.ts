import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { Crc64 } from './crc64';

/** Bytes on the disk that are not an object yet. */
export interface Draft {
  path: string;
  /** How many bytes came, also where not all of them were written. */
  size: number;
  /** MD5 in upper-case hex, in quotes. */
  etag: string;
  /** Unsigned decimal. */
  crc64: string;
}

/**
 * Writes bytes to a new file while they arrive, no faster than the disk takes them. Beyond `maxBytes` nothing more is
 * written, but all is read: the sender reads the answer only then.
 * @throws Error where the bytes break off or the disk fails; the file is gone then
 */
export async function receiveDraft(bytes: AsyncIterable<Buffer>, path: string, maxBytes: number): Promise<Draft> {
  const md5 = createHash('md5');
  const crc64 = new Crc64();
  let size = 0;
  const file = await open(path, 'wx');
  let writing: Promise<unknown> = Promise.resolve();
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > maxBytes || chunk.length === 0) continue;
      await writing;
      // The disk works while the next bytes arrive and are added up.
      writing = file.write(chunk);
      writing.catch(() => {}); // thrown where it is awaited
      md5.update(chunk);
      crc64.update(chunk);
    }
    await writing;
    await file.close();
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  return { path, size, etag: `"${md5.digest('hex').toUpperCase()}"`, crc64: crc64.digest() };
}
