import { verify } from 'node:crypto';
import type { PublicKeys } from './public-key';
import { refused } from './report';

/** What arrived at the callback route. */
export interface ReceivedCallback {
  /** The header of that name: a signature in base64. */
  authorization: string;
  /** The header `x-oss-pub-key-url`: an address in base64. */
  keyUrl: string;
  /** Byte for byte as it came. */
  body: Buffer;
}

/**
 * Makes sure that OSS sent this; for which of its customers the signature does not say.
 * @param url the public address of the callback route. OSS signs its path, of which a proxy may strip a part
 * Source: https://help.aliyun.com/zh/oss/developer-reference/callback
 * @throws Refusal 403, or 503 where the key cannot be had
 */
export async function verifyCallback(
  { authorization, keyUrl, body }: ReceivedCallback,
  url: string,
  keys: PublicKeys,
): Promise<void> {
  const key = await keys.get(Buffer.from(keyUrl, 'base64').toString('utf8'));
  const { pathname, search } = new URL(url);
  const signed = Buffer.concat([Buffer.from(`${decodeURIComponent(pathname)}${search}\n`), body]);
  if (verify('md5', signed, key, Buffer.from(authorization, 'base64'))) return;
  throw refused("the header authorization to hold OSS's signature of this path and body");
}
