import { createPublicKey, type KeyObject } from 'node:crypto';

/** Fetches public keys, and remembers them: what is at an address of OSS's never changes. */
export interface PublicKeys {
  /** @throws Error where the key cannot be had from there */
  get(url: string): Promise<KeyObject>;
}

/** In milliseconds. OSS waits five seconds for the answer to a callback. */
const TIMEOUT = 3000;

/** A key of 4096 bits takes 800. */
const MAX_BYTES = 16 * 1024;

/** OSS has one. A new one evicts the oldest, so that a client cannot fill the memory with addresses. */
const MAX_KEYS = 16;

export function createPublicKeys(timeout = TIMEOUT): PublicKeys {
  const keys = new Map<string, Promise<KeyObject>>();
  return {
    get(url) {
      const known = keys.get(url);
      if (known !== undefined) return known;
      const key = fetchKey(url, timeout);
      const [oldest] = keys.keys();
      if (oldest !== undefined && keys.size >= MAX_KEYS) keys.delete(oldest);
      keys.set(url, key);
      // Only a success is cached; the caller gets the failure.
      key.catch(() => keys.delete(url));
      return key;
    },
  };
}

async function fetchKey(url: string, timeout: number): Promise<KeyObject> {
  // A redirect could lead past the list of addresses that are trusted.
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeout) });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`Expected OSS's public key at ${withoutQuery(url)}, got status ${response.status}.`);
  }
  return createPublicKey(await readText(response, url));
}

async function readText(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES)
      throw new Error(`Expected a public key of at most ${MAX_BYTES} bytes at ${withoutQuery(url)}, got more.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** For messages, which end up in the log. */
function withoutQuery(url: string): string {
  return url.replace(/\?.*/s, '');
}
