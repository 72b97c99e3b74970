import { once } from 'node:events';
import { watch } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { BOUNDARY, encodeParts, type FormPart, type PostAnswer, toAnswer } from './post-form';
import type { RunningOss } from './running-oss';

/** A form of which OSS has all but the last bytes of the file. */
export interface SlowPost {
  finish(): Promise<PostAnswer>;
  /** Ends the connection as a phone does that loses its network. */
  cut(): void;
  /** Fulfilled when the connection has ended, from either side. */
  ended: Promise<unknown>;
}

/** Sends a form up to the middle of its file, and waits until the local OSS has begun to write that. */
export async function beginPost(oss: RunningOss, parts: readonly FormPart[]): Promise<SlowPost> {
  const body = encodeParts(parts);
  const middle = body.length - `\r\n--${BOUNDARY}--\r\n`.length - 1;
  const sending = request(oss.url, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'content-length': body.length },
  });
  const ended = new Promise((resolve) => sending.once('close', resolve));
  sending.on('error', () => undefined); // `finish` gets it by itself; for the others the end is no error
  const contents = watch(join(oss.dataDir, 'contents'));
  const begun = once(contents, 'change');
  sending.write(body.subarray(0, middle));
  await begun;
  contents.close();

  return {
    finish: async () => {
      const answering = once(sending, 'response');
      sending.end(body.subarray(middle));
      const [message] = await answering;
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      return toAnswer(new Response(text === '' ? null : text, { status: message.statusCode }));
    },
    cut: () => sending.destroy(),
    ended,
  };
}
