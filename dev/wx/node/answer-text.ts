import { readLimited } from '../../http/read-limited';

/** In bytes, as much as the preview's relay takes. */
const MAX_BYTES = 10 * 1024 * 1024;

/** The text of an answer. What exceeds 10 MB is cut off, so that a server cannot fill the memory. */
export async function answerText(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  return body === null ? '' : new TextDecoder().decode(await readLimited(body, MAX_BYTES));
}
