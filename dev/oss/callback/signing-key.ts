import { createHash, generateKeyPair, sign } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * Where the local OSS shows the public half of its key. The real one's is below http(s)://gosspublic.alicdn.com/, so a
 * backend that verifies callbacks has to be configured with this address.
 */
export const PUBLIC_KEY_PATH = '/callback-public-key.pem';

export interface SigningKey {
  /** In PEM. */
  publicKey: string;
  /** Different for each key: part of the address, so that a cache of keys by address never serves an old one. */
  id: string;
  /** RSA with MD5, PKCS #1 v1.5, in base64. */
  sign(text: string): string;
}

/** Makes one key when it is first asked for, and never writes it to disk. */
export function signingKeySource(): () => Promise<SigningKey> {
  let key: Promise<SigningKey> | undefined;
  return () => {
    key ??= createSigningKey();
    return key;
  };
}

/** In bits: twice what OSS's own has, whose signatures are 64 bytes, and a fraction of a second to make. */
const KEY_LENGTH = 1024;

async function createSigningKey(): Promise<SigningKey> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: KEY_LENGTH });
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return {
    publicKey,
    id: createHash('sha256').update(publicKey).digest('hex').slice(0, 16),
    sign: (text) => sign('md5', Buffer.from(text), pair.privateKey).toString('base64'),
  };
}
