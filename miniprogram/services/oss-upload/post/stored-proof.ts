import { excerpt } from '../errors/excerpt';
import { redactText } from '../errors/redact';
import { UploadError } from '../errors/upload-error';
import { headerOf, retryAfter } from '../wx/header';
import { openJson } from '../wx/open-json';
import type { FormFields } from './form-fields';
import { element, fromOssAnswer } from './oss-answer';

/**
 * The outcome of the upload callback: there was none, the callback server answered, the callback failed, or it is
 * unknown because the answer of the try that stored the object was lost.
 */
export type CallbackOutcome =
  | { name: 'none' }
  | { name: 'answered'; answer: unknown }
  | { name: 'failed'; error: UploadError }
  | { name: 'unknown' };

/** OSS's answer for a stored object; without the headers that a client does not show. */
export interface PostAnswer {
  etag: string | undefined;
  requestId: string | undefined;
  callback: CallbackOutcome;
  /** CRC-64 of the object as OSS computed it, in decimal, where the client shows that header. */
  crc64?: string;
}

/** What came for an upload. Of unknown types: clients give a status as text, and proxies answer anything. */
export interface ReceivedAnswer {
  status: unknown;
  body: unknown;
  /** As far as the client shows them. */
  headers: unknown;
}

/** What an answer proves. */
export type Verdict =
  | { name: 'stored'; answer: PostAnswer }
  /** OSS refused the upload, or a server on the way is at its end (5xx, 429). */
  | { name: 'refused'; error: UploadError }
  /** Something on the way answered in OSS's place: a captive portal, a proxy, a firewall. Nothing is known of the object. */
  | { name: 'not-from-oss'; error: UploadError };

/**
 * Decides whether an answer is OSS's, and what it proves. An answer is OSS's by its header `x-oss-request-id`; where the
 * client shows no headers, by its body:
 * - 201, which the form asks for where it may, brings the object's key: proof that needs no header at all
 * - a callback's JSON, where the form asks for a callback: OSS then answers 200, whatever else the form asks for
 * - an empty body counts only with the status that the form asks for, because a policy demands it: 200 or 204
 * - of refusals, OSS's XML
 * Source: https://help.aliyun.com/zh/oss/developer-reference/postobject
 */
export function judgeAnswer(form: FormFields, received: ReceivedAnswer): Verdict {
  const { body, headers } = received;
  const status = readStatus(received.status);
  if (status === undefined) return notFromOss(received);
  const isOss = requestIdOf(received) !== undefined || ossErrorCode(body) !== undefined;
  if (status === 203 && isOss) {
    // The object is stored, the callback failed.
    return stored(received, { name: 'failed', error: fromOssAnswer(status, body, headers) });
  }
  if (status >= 200 && status < 300) {
    return provesStored(form, status, received) ? stored(received, callbackOf(form, body)) : notFromOss(received);
  }
  const isBusy = status >= 500 || status === 429 || status < 200;
  if (isOss || isBusy) return { name: 'refused', error: fromOssAnswer(status, body, headers) };
  return notFromOss(received);
}

function provesStored(form: FormFields, status: number, { body, headers }: ReceivedAnswer): boolean {
  if (namesKey(body, form['key'])) return true;
  if (headerOf(headers, 'x-oss-request-id') !== undefined) {
    // Not every 2xx of OSS answers an upload: a redirect on the way may have made a GET of it, answered by a list of objects.
    return [200, 201, 204].includes(status) && (!isMarkup(body) || isPostResponse(body));
  }
  if (showsHeaders(headers)) return false;
  if (form['callback'] !== undefined) return status === 200 && isJson(body);
  return isEmpty(body) && status !== 201 && String(status) === askedStatus(form);
}

/** OSS answers 204 where the form asks for nothing that it knows. */
function askedStatus({ success_action_status: asked = '' }: FormFields): string {
  return ['200', '201'].includes(asked) ? asked : '204';
}

/** Whether the body is the XML of a 201 for this key. OSS's documents do not say whether it is URL-encoded there. */
function namesKey(body: unknown, key: string | undefined): boolean {
  if (key === undefined || !isPostResponse(body)) return false;
  const named = element(body, 'Key');
  return named !== undefined && [named, decoded(named)].includes(key.trim());
}

function isPostResponse(body: unknown): body is string {
  return typeof body === 'string' && /<PostResponse[\s>]/.test(body.slice(0, 1000));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign of the key itself
  }
}

function stored(received: ReceivedAnswer, callback: CallbackOutcome): Verdict {
  const { body, headers } = received;
  const crc64 = headerOf(headers, 'x-oss-hash-crc64ecma');
  return {
    name: 'stored',
    answer: {
      etag: headerOf(headers, 'etag') ?? (typeof body === 'string' ? element(body, 'ETag') : undefined),
      requestId: requestIdOf(received),
      callback,
      ...(crc64 === undefined ? {} : { crc64 }),
    },
  };
}

/**
 * OSS passes on the JSON that the callback server answered.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/callback
 */
function callbackOf({ callback }: FormFields, body: unknown): CallbackOutcome {
  if (callback === undefined || isEmpty(body) || isMarkup(body)) return { name: 'none' };
  try {
    return { name: 'answered', answer: typeof body === 'string' ? JSON.parse(body) : body };
  } catch {
    return { name: 'none' };
  }
}

function notFromOss({ status, body, headers }: ReceivedAnswer): Verdict {
  const number = readStatus(status);
  const came = `${number ?? excerpt(status, 20)} ${redactText(excerpt(body))}`;
  return {
    name: 'not-from-oss',
    error: new UploadError(
      'not-from-oss',
      `Expected an answer of OSS to this upload, got ${came}: something on the way answered, such as the sign-in page of a network.`,
      { ...(number === undefined ? {} : { status: number }), ...retryAfter(headers) },
    ),
  };
}

/** Typed as a number, yet some clients give it as text. */
function readStatus(status: unknown): number | undefined {
  if (typeof status === 'string' && /^\d{3}$/.test(status)) return Number(status);
  return typeof status === 'number' && Number.isInteger(status) ? status : undefined;
}

function requestIdOf({ body, headers }: ReceivedAnswer): string | undefined {
  const inBody = typeof body === 'string' && ossErrorCode(body) !== undefined ? element(body, 'RequestId') : undefined;
  return headerOf(headers, 'x-oss-request-id') ?? inBody;
}

function ossErrorCode(body: unknown): string | undefined {
  return typeof body === 'string' && /<Error[\s>]/.test(body.slice(0, 1000)) ? element(body, 'Code') : undefined;
}

/**
 * Headers that a browser shows of any answer from elsewhere, and the one that buckets commonly expose besides: a client that
 * shows no others may hide the one that tells. https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
 */
const UNTELLING = /^(cache-control|content-language|content-length|content-type|expires|last-modified|pragma|etag)$/i;

function showsHeaders(headers: unknown): boolean {
  const names = typeof headers === 'object' && headers !== null ? Object.keys(headers) : [];
  return names.some((name) => !UNTELLING.test(name));
}

function isEmpty(body: unknown): boolean {
  return body === undefined || body === null || (typeof body === 'string' && body.trim() === '');
}

function isMarkup(body: unknown): boolean {
  return typeof body === 'string' && /^\s*</.test(body);
}

function isJson(body: unknown): boolean {
  return typeof openJson(body) === 'object' && body !== null;
}
