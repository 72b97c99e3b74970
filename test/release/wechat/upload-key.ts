import { generateKeyPairSync } from 'node:crypto';

/** Makes a code upload key, as WeChat's console does: RSA, both halves as PEM. */
export function makeUploadKey(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  };
}
