import { createPublicKey, type KeyObject } from 'node:crypto';
import { isConfidential } from '../addresses';
import { unavailable } from '../http/refusal';
import { refused } from './report';

/** Fetches the public keys that reports are verified with, and caches them. */
export interface PublicKeys {
  /**
   * @param address as the report names it
   * @throws Refusal 403 where the sender got the address wrong, 503 where the key cannot be had now
   */
  get(address: string): Promise<KeyObject>;
}

export interface PublicKeyOptions {
  /** The beginnings of addresses that are trusted. Default: the one that OSS documents. */
  trusted?: readonly string[] | undefined;
  /** In milliseconds. OSS waits five seconds for the answer to a callback. */
  timeout?: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Source: https://help.aliyun.com/zh/oss/developer-reference/callback */
const DOCUMENTED = /^https:\/\/gosspublic\.alicdn\.com\/callback_pub_key_v\d{1,2}\.pem$/;

/** A key of 4096 bits takes 800. */
const MAX_BYTES = 16 * 1024;
/** OSS has one. */
const MAX_KEYS = 16;
/** In milliseconds: for so long a failure is not repeated, whoever asks. */
const FAILURE_MEMORY = 30_000;
/** As many as there are documented addresses. */
const MAX_FAILURES = 100;

export function createPublicKeys({ trusted, timeout = 3000, now }: PublicKeyOptions): PublicKeys {
  const keys = new Map<string, KeyObject>();
  const pending = new Map<string, Promise<KeyObject>>();
  const failures = new Map<string, { until: number; error: unknown }>();

  async function fetchOnce(url: string): Promise<KeyObject> {
    try {
      const key = await fetchKey(url, timeout);
      put(keys, url, key, MAX_KEYS);
      return key;
    } catch (error) {
      put(failures, url, { until: now() + FAILURE_MEMORY, error }, MAX_FAILURES);
      throw error;
    } finally {
      pending.delete(url);
    }
  }

  return {
    async get(address) {
      const url = trustedUrl(address, trusted);
      const key = keys.get(url);
      if (key !== undefined) return key;
      const failure = failures.get(url);
      if (failure !== undefined && now() < failure.until) throw failure.error;
      const fetching = pending.get(url) ?? fetchOnce(url);
      pending.set(url, fetching);
      return fetching;
    },
  };
}

/** Where there are too many the oldest goes. */
function put<Value>(map: Map<string, Value>, url: string, value: Value, max: number): void {
  map.delete(url);
  const [oldest] = map.keys();
  if (oldest !== undefined && map.size >= max) map.delete(oldest);
  map.set(url, value);
}

/** Compares what will really be fetched: parsed, so that no spelling means one host here and another one there. */
function trustedUrl(address: string, trusted: readonly string[] | undefined): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // OSS itself writes http. Over that anyone on the way could answer with a key of their own.
  if (url?.protocol === 'http:' && !isConfidential(url.href)) url.protocol = 'https:';
  const { href } = url ?? { href: '' };
  if (trusted === undefined ? DOCUMENTED.test(href) : trusted.some((beginning) => href.startsWith(beginning)))
    return href;
  throw refused('the header x-oss-pub-key-url to hold, in base64, the address of a public key of OSS');
}

async function fetchKey(url: string, timeout: number): Promise<KeyObject> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeout) }).catch((error) => {
    throw keyUnavailable(error);
  });
  if (response.status !== 200) {
    // A redirect could lead past the list of addresses that are trusted.
    await response.body?.cancel();
    if (response.status === 404) throw refused('the header x-oss-pub-key-url to lead to a key');
    throw keyUnavailable(`status ${response.status}`);
  }
  try {
    return createPublicKey(await readText(response));
  } catch (error) {
    throw keyUnavailable(error);
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function keyUnavailable(cause: unknown) {
  return unavailable('key_unavailable', "OSS's public key cannot be had; try again later.", cause);
}
