import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { OssError } from './oss-error';

/** What a request is answered: all of it is decided before the first byte is sent. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Readable;
  /** It does not come from OSS, but from something on the way to it: without OSS's headers. */
  foreign?: true;
  /** Why the request was refused. */
  refusal?: OssError;
  /** The key of the object that the request was about, where known. */
  key?: string;
  /** Its size in bytes. */
  size?: number;
}

/**
 * Sends an answer to its end. A stream is closed in any case.
 * @throws Error where the client went away or the disk failed before
 */
export async function sendAnswer(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  response.writeHead(status, headers);
  if (typeof body !== 'string') {
    await pipeline(body, response);
    return;
  }
  const sent = finished(response);
  response.end(body);
  await sent;
}
