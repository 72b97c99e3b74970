import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { Crc64 } from './crc64';

/** So much is gathered before it is written: a small file in one go, a large one in few. */
const BUFFER_BYTES = 1024 * 1024;

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
  let file: FileHandle | undefined;
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  try {
    file = await open(path, 'wx');
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > maxBytes) continue;
      md5.update(chunk);
      crc64.update(chunk);
      gathered.push(chunk);
      gatheredBytes += chunk.length;
      if (gatheredBytes < BUFFER_BYTES) continue;
      await file.writeFile(Buffer.concat(gathered));
      gathered = [];
      gatheredBytes = 0;
    }
    await file.writeFile(Buffer.concat(gathered));
    await file.close();
  } catch (error) {
    await file?.close().catch(() => undefined); // the first failure is the one to report
    await rm(path, { force: true });
    throw error;
  }
  return { path, size, etag: `"${md5.digest('hex').toUpperCase()}"`, crc64: crc64.digest() };
}
