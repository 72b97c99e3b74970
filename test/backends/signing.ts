import { signV1, signV4, V4_ALGORITHM, v4Credential, v4Date } from '../../server/signature';
import type { Asked } from './sample-backend';

const TEN_MINUTES = 600_000;

/** The policy's JSON as the samples write it: with white space or without, with slashes escaped or not. */
export type WriteJson = (document: object) => string;

/** Until when a policy is good that is signed now. */
export function expiresAt({ at }: Asked): Date {
  return new Date(at.getTime() + TEN_MINUTES);
}

export function signedV1(asked: Asked, conditions: unknown[], write: WriteJson = JSON.stringify) {
  const policy = encode(write({ expiration: expiresAt(asked).toISOString(), conditions }));
  return { policy, signature: signV1(asked.oss.accessKeySecret, policy) };
}

/** @param dated what `x_oss_date` says. Default: when it was asked for. */
export function signedV4(asked: Asked, conditions: unknown[], dated: Date = asked.at) {
  const { oss } = asked;
  const date = v4Date(dated);
  const scope = { day: date.slice(0, 8), region: oss.region };
  const credential = v4Credential(oss.accessKeyId, scope);
  const expiration = expiresAt({ ...asked, at: dated }).toISOString();
  const all = [
    { bucket: oss.bucket },
    { 'x-oss-signature-version': V4_ALGORITHM },
    { 'x-oss-credential': credential },
    { 'x-oss-date': date },
    ...(oss.securityToken === undefined ? [] : [{ 'x-oss-security-token': oss.securityToken }]),
    ...conditions,
  ];
  const policy = encode(JSON.stringify({ expiration, conditions: all }));
  return { policy, credential, date, signature: signV4(oss.accessKeySecret, scope, policy) };
}

/** What the samples make of the callback: base64 of its JSON. */
export function callbackField({ callbackUrl }: Asked): string {
  return encode(
    JSON.stringify({
      callbackUrl,
      // OSS fills these in, not JavaScript.
      callbackBody: `filename=\${object}&size=\${size}&mimeType=\${mimeType}`,
      callbackBodyType: 'application/x-www-form-urlencoded',
    }),
  );
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}
