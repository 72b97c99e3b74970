import { createHash, createHmac } from 'node:crypto';
import type { OssSettings } from './settings';
import { V4_ALGORITHM, V4_REQUEST, v4Credential, v4Date, v4SigningKey } from './signature';

export interface SignedUrlOptions {
  method: 'GET' | 'HEAD';
  key: string;
  at: Date;
  /** How long the address is valid. STS credentials may end it earlier. */
  seconds: number;
  /** More of the query, such as `x-oss-process`. Default: none. */
  query?: Readonly<Record<string, string>>;
}

/**
 * An address that opens one object to whoever has it, signed in version 4.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/add-signatures-to-urls
 */
export function signedUrl(oss: OssSettings, { method, key, at, seconds, query = {} }: SignedUrlOptions): string {
  const date = v4Date(at);
  const scope = { day: date.slice(0, 8), region: oss.region };
  const all = Object.entries({
    ...query,
    'x-oss-credential': v4Credential(oss.accessKeyId, scope),
    'x-oss-date': date,
    'x-oss-expires': String(seconds),
    'x-oss-signature-version': V4_ALGORITHM,
    ...(oss.securityToken === undefined ? {} : { 'x-oss-security-token': oss.securityToken }),
  });
  const pairs = all.map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const path = key.split('/').map(encode).join('/');
  const request = [method, `/${oss.bucket}/${path}`, pairs.join('&'), '', '', 'UNSIGNED-PAYLOAD'].join('\n');
  const toSign = [
    V4_ALGORITHM,
    date,
    [scope.day, scope.region, 'oss', V4_REQUEST].join('/'),
    createHash('sha256').update(request).digest('hex'),
  ].join('\n');
  const signature = createHmac('sha256', v4SigningKey(oss.accessKeySecret, scope)).update(toSign).digest('hex');
  return `${oss.host}/${path}?${pairs.join('&')}&x-oss-signature=${signature}`;
}

/** Percent-encoding that leaves only RFC 3986's unreserved characters alone. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
