import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Crc64 } from './crc64';

/** So much may wait for the disk before the sender is slowed down. */
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

  async function* measure(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > maxBytes) continue;
      md5.update(chunk);
      crc64.update(chunk);
      yield chunk;
    }
  }

  const file = createWriteStream(path, { flags: 'wx', highWaterMark: BUFFER_BYTES });
  const closed = new Promise<void>((resolve) => file.once('close', resolve));
  try {
    await pipeline(bytes, measure, file);
  } catch (error) {
    // While the stream is still opening the file, removing it would come too early.
    await closed;
    await rm(path, { force: true });
    throw error;
  }
  return { path, size, etag: `"${md5.digest('hex').toUpperCase()}"`, crc64: crc64.digest() };
}
