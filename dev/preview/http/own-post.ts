import type { IncomingMessage } from 'node:http';

/** Why a request is refused that only the preview's own pages may make; undefined for one of theirs. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/** A browser says with every POST which page sends it. @param what is posted, for the reason: `A request to relay` */
export function refuseForeignPost({ method, headers }: IncomingMessage, what: string): Refusal | undefined {
  const { origin, host, 'sec-fetch-site': site = 'same-origin' } = headers;
  if (method !== 'POST') return { status: 405, reason: `${what} is to be posted.` };
  if (origin !== `http://${host}` || site !== 'same-origin') {
    return { status: 403, reason: "Only the preview's own pages may post here." };
  }
  if (headers['content-type'] !== 'application/json') return { status: 415, reason: `${what} is application/json.` };
  return undefined;
}

/** The longest body that a page may post, in bytes. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Undefined for what is too long, or no JSON. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined; // Answered as what it is: not what was expected.
  }
}
