import { verify } from 'node:crypto';
import type { PublicKeys } from './public-key';
import type { CallbackSettings } from './settings';

/** What arrived at the callback route. */
export interface ReceivedCallback {
  /** The header of that name: a signature in base64. */
  authorization: string | undefined;
  /** The header `x-oss-pub-key-url`: an address in base64. */
  keyUrl: string | undefined;
  /** Byte for byte as it came. */
  body: Buffer;
}

/** A callback that OSS did not send, or not because of a policy of ours. */
export class CallbackRefused extends Error {
  override readonly name = 'CallbackRefused';
  readonly statusCode = 403;
  readonly code = 'callback_refused';
}

/**
 * Makes sure that OSS sent this. It may have done so for any of its customers, and anyone may replay it: before it
 * counts for anything, ask OSS whether the object is there.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/callback
 * @throws CallbackRefused, or an Error where the key cannot be had
 */
export async function verifyCallback(
  { authorization = '', keyUrl = '', body }: ReceivedCallback,
  { url, keyUrls }: CallbackSettings,
  keys: PublicKeys,
): Promise<void> {
  const key = await keys.get(trustedUrl(Buffer.from(keyUrl, 'base64').toString('utf8'), keyUrls));
  // The address that OSS was given, and not the one that arrived here: a proxy in between may have shortened it.
  const { pathname, search } = new URL(url);
  const signed = Buffer.concat([Buffer.from(`${decodeURIComponent(pathname)}${search}\n`), body]);
  if (verify('md5', signed, key, Buffer.from(authorization, 'base64'))) return;
  throw new CallbackRefused("Expected the header authorization to hold OSS's signature of this path and body.");
}

/** Compares what will really be fetched: parsed, so that no spelling means one host here and another one there. */
function trustedUrl(text: string, trusted: readonly string[]): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && trusted.some((beginning) => url.href.startsWith(beginning))) return url.href;
  throw new CallbackRefused(
    `Expected the header x-oss-pub-key-url to hold, in base64, an address that begins with ${trusted.join(' or ')}.`,
  );
}
