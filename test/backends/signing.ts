import { signV1, signV4, V4_ALGORITHM, v4Credential, v4Date } from '../../server/signature';
import type { Asked } from './sample-backend';

const TEN_MINUTES = 600_000;

/** Serializes the policy as a sample does: with or without white space, with or without escaped slashes. */
export type WriteJson = (document: object) => string;

/** Expiration of a policy that is signed now. */
export function expiresAt({ at }: Asked): Date {
  return new Date(at.getTime() + TEN_MINUTES);
}

export function signedV1(asked: Asked, conditions: unknown[], write: WriteJson = JSON.stringify) {
  const policy = encode(write({ expiration: expiresAt(asked).toISOString(), conditions }));
  return { policy, signature: signV1(asked.oss.accessKeySecret, policy) };
}

/** @param dated the `x_oss_date`. Default: the time of the request. */
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

/** The callback as the samples encode it: its JSON in base64. */
export function callbackField({ callbackUrl }: Asked): string {
  return encode(
    JSON.stringify({
      callbackUrl,
      // Placeholders of OSS, not of JavaScript.
      callbackBody: `filename=\${object}&size=\${size}&mimeType=\${mimeType}`,
      callbackBodyType: 'application/x-www-form-urlencoded',
    }),
  );
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}
