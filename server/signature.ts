import { createHmac } from 'node:crypto';

/** The only V4 algorithm that OSS knows, and the value of the form field `x-oss-signature-version`. */
export const V4_ALGORITHM = 'OSS4-HMAC-SHA256';

/** Ends every V4 credential; also the last link of the signing key's chain. */
export const V4_REQUEST = 'aliyun_v4_request';

/** What a V4 signing key belongs to besides the secret. */
export interface V4Scope {
  /** The UTC day, `YYYYMMDD`. */
  day: string;
  /** Without `oss-`: `cn-hangzhou`. */
  region: string;
}

/**
 * The V1 signature of a policy: base64 of HMAC-SHA1.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/signature-version-1-postobject
 */
export function signV1(secret: string, policyBase64: string): string {
  return createHmac('sha1', secret).update(policyBase64).digest('base64');
}

/**
 * The V4 signature of a policy: 64 hex digits in lower case. The string to sign is the base64 policy alone.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/signature-version-4-recommend
 */
export function signV4(secret: string, { day, region }: V4Scope, policyBase64: string): string {
  if (last?.secret !== secret || last.day !== day || last.region !== region) {
    last = { secret, day, region, key: v4SigningKey(secret, { day, region }) };
  }
  return createHmac('sha256', last.key).update(policyBase64).digest('hex');
}

/** One key signs a whole day's policies, and four HMACs make it. */
let last: (V4Scope & { secret: string; key: Buffer }) | undefined;

/** The V4 signing key: a chain of HMAC-SHA256 over day, region, service and request type. */
export function v4SigningKey(secret: string, { day, region }: V4Scope): Buffer {
  const start: string | Buffer = `aliyun_v4${secret}`;
  return [day, region, 'oss', V4_REQUEST].reduce<string | Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    start,
  ) as Buffer; // the list is not empty, so what comes out is a digest
}

/** `<id>/<day>/<region>/oss/aliyun_v4_request`, the form field `x-oss-credential`. */
export function v4Credential(accessKeyId: string, { day, region }: V4Scope): string {
  return `${accessKeyId}/${day}/${region}/oss/${V4_REQUEST}`;
}

/** `YYYYMMDD'T'HHMMSS'Z'` in UTC, the form field `x-oss-date`; its first eight digits are the day of the scope. */
export function v4Date(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
