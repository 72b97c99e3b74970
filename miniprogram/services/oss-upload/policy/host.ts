import { excerpt } from '../errors/excerpt';
import { UploadError } from '../errors/upload-error';

/** Addresses of this computer and of the network around it, where http is all there is while developing. */
const LOCAL =
  /^(([^.]+\.)?local(host)?|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+|\[::1\])(:\d+)?$/;

/** OSS's own domains. Older samples answer them with http, and every one of them takes https. */
const OSS_DOMAIN = /\.aliyuncs\.com$/;

/**
 * The bucket's address as a backend gives it: https, without a slash at the end.
 * @throws UploadError `policy-unusable` for what is no address, or would send pictures over the open network
 */
export function readHost(text: string): string {
  const match = /^(?:(https?):)?(?:\/\/)?((?:[\w.-]{1,255}|\[[\da-f:]+\])(?::\d+)?)\/*$/i.exec(text);
  const name = match?.[2]?.toLowerCase();
  if (name === undefined) {
    throw unusable('to be like https://bucket.oss-cn-hangzhou.aliyuncs.com', text);
  }
  const secure = match?.[1]?.toLowerCase() !== 'http';
  if (secure || OSS_DOMAIN.test(name)) return `https://${name}`;
  if (LOCAL.test(name)) return `http://${name}`;
  throw unusable('to be https: pictures and their policy would be open to everyone on the way', text);
}

function unusable(expected: string, came: string): UploadError {
  return new UploadError('policy-unusable', `Expected the host ${expected}, got ${excerpt(came)}.`);
}
