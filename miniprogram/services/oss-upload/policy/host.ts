import { excerpt } from '../errors/excerpt';
import { UploadError } from '../errors/upload-error';

/** Hosts of this computer and of private networks, where http is all there is while developing. */
const PRIVATE: readonly RegExp[] = [
  /^([^.]+\.)?local(host)?$/, // this computer, and names by mDNS
  /^(127|10)(\.\d+){3}$/, // loopback; RFC 1918
  /^172\.(1[6-9]|2\d|3[01])(\.\d+){2}$/, // RFC 1918
  /^192\.168(\.\d+){2}$/, // RFC 1918
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2}$/, // RFC 6598: carrier-grade NAT, overlay networks
  /^169\.254(\.\d+){2}$/, // link-local
  /^\[(::1|f[cd][\da-f]{2}:[\da-f:]*|fe[89ab][\da-f]:[\da-f:]*)\]$/, // IPv6: loopback, unique local, link-local
];

/** OSS's own domains. Older samples answer them with http, and every one of them takes https. */
const OSS_DOMAIN = /\.aliyuncs\.com$/;

/**
 * The bucket's address as a backend gives it: https, without a slash at the end.
 * @param overHttp whether the answer itself came over http. WeChat allows that only while developing, and then any host may be
 *   on http: https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
 * @throws UploadError `policy-unusable` for what is no address, or would send pictures over the open network
 */
export function readHost(text: string, overHttp = false): string {
  const match = /^(?:(https?):)?(?:\/\/)?([\w.-]{1,255}|\[[\da-f:]+\])(:\d+)?\/*$/i.exec(text);
  const name = match?.[2]?.toLowerCase();
  if (name === undefined) {
    throw unusable('to be like https://bucket.oss-cn-hangzhou.aliyuncs.com', text);
  }
  const address = `${name}${match?.[3] ?? ''}`;
  const secure = match?.[1]?.toLowerCase() !== 'http';
  if (secure || OSS_DOMAIN.test(address)) return `https://${address}`;
  if (overHttp || PRIVATE.some((range) => range.test(name))) return `http://${address}`;
  throw unusable('to be https: over http everyone on the way can read the pictures and the policy', text);
}

function unusable(expected: string, came: string): UploadError {
  return new UploadError('policy-unusable', `Expected the host ${expected}, got ${excerpt(came)}.`);
}
