import { excerpt } from '../errors/excerpt';
import { redactText } from '../errors/redact';
import { UploadError } from '../errors/upload-error';
import { headerOf } from '../wx/header';
import { openJson } from '../wx/open-json';
import type { FormFields } from './form-fields';
import { element, fromOssAnswer } from './oss-answer';

/**
 * The outcome of the upload callback: there was none, the callback server answered, the callback failed, or the outcome is
 * unknown because the response to the attempt that stored the object was lost.
 */
export type CallbackOutcome =
  | { name: 'none' }
  | { name: 'answered'; answer: unknown }
  | { name: 'failed'; error: UploadError }
  | { name: 'unknown' };

/** OSS's response for a stored object, as far as the client exposes its headers. */
export interface PostAnswer {
  etag: string | undefined;
  requestId: string | undefined;
  callback: CallbackOutcome;
  /** CRC-64 of the object as computed by OSS, in decimal, if the client exposes that header. */
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
  /** OSS refused the upload, or a server on the way is overloaded (5xx, 429). */
  | { name: 'refused'; error: UploadError }
  /** Something on the way answered in OSS's place: a captive portal, a proxy, a firewall. Nothing is known of the object. */
  | { name: 'not-from-oss'; error: UploadError };

/**
 * Decides whether an answer is OSS's, and what it proves. An answer is OSS's by its header `x-oss-request-id`; where the
 * client shows no headers, by its body:
 * - 201, which the form asks for where it may, brings the object's key: proof that needs no header at all
 * - a callback's JSON, where the form asks for a callback: OSS then always answers 200
 * - an empty body counts only with the status that the form asks for, because a policy demands it: 200 or 204
 * - of refusals, OSS's XML
 * Source: https://help.aliyun.com/zh/oss/developer-reference/postobject
 */
export function judgeAnswer(form: FormFields, { status: given, body, headers }: ReceivedAnswer): Verdict {
  const status = readStatus(given);
  const text = textOf(body);
  const ossCode = /<Error[\s>]/.test(text.slice(0, 1000)) ? element(text, 'Code') : undefined;
  const requestId = headerOf(headers, 'x-oss-request-id') ?? (ossCode && element(text, 'RequestId'));
  const isOss = ossCode !== undefined || requestId !== undefined;

  const stored = (callback: CallbackOutcome): Verdict => {
    const crc64 = headerOf(headers, 'x-oss-hash-crc64ecma');
    const etag = headerOf(headers, 'etag') ?? element(text, 'ETag');
    return { name: 'stored', answer: { etag, requestId, callback, ...(crc64 === undefined ? {} : { crc64 }) } };
  };
  if (status === 203 && isOss) return stored({ name: 'failed', error: fromOssAnswer(status, body, headers) });
  if (provesStored(form, status, text, headers)) return stored(callbackOf(form, text));
  const isBusy = status >= 500 || status === 429 || status < 200;
  if (isBusy || (isOss && status >= 300)) return { name: 'refused', error: fromOssAnswer(status, body, headers) };
  const came = `${status || excerpt(given, 20)} ${redactText(excerpt(body))}`;
  return {
    name: 'not-from-oss',
    error: new UploadError(
      'not-from-oss',
      `Expected an answer of OSS to this upload, got ${came}: something on the way answered, such as the sign-in page of a network.`,
      status ? { status } : {},
    ),
  };
}

function provesStored(form: FormFields, status: number, text: string, headers: unknown): boolean {
  if (![200, 201, 204].includes(status)) return false;
  if (isPostResponse(text) && namesKey(text, form['key'])) return true;
  // Not every 2xx of OSS answers an upload: a redirect on the way may have made a GET of it, answered by a list of objects.
  if (headerOf(headers, 'x-oss-request-id') !== undefined) return !text.startsWith('<') || isPostResponse(text);
  if (showsHeaders(headers)) return false;
  if (form['callback'] !== undefined) return status === 200 && typeof openJson(text) === 'object';
  return text === '' && status !== 201 && status === askedStatus(form);
}

/** OSS answers 204 where the form asks for nothing that it knows. */
function askedStatus({ success_action_status: asked = '' }: FormFields): number {
  return asked === '200' || asked === '201' ? Number(asked) : 204;
}

function isPostResponse(text: string): boolean {
  return /<PostResponse[\s>]/.test(text.slice(0, 1000));
}

/** Whether the XML is about this key. OSS's documents do not say whether it is URL-encoded there. */
function namesKey(text: string, key: string | undefined): boolean {
  const named = element(text, 'Key');
  if (named === undefined || key === undefined) return false;
  try {
    return named === key.trim() || decodeURIComponent(named) === key;
  } catch {
    return false; // a percent sign of another key
  }
}

/**
 * OSS passes on the JSON that the callback server answered.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/callback
 */
function callbackOf({ callback }: FormFields, text: string): CallbackOutcome {
  try {
    if (callback !== undefined) return { name: 'answered', answer: JSON.parse(text) };
  } catch {
    // The key, or nothing.
  }
  return { name: 'none' };
}

/** NaN for what is no status. Typed as a number, yet some clients give it as text. */
function readStatus(status: unknown): number {
  const isStatus = typeof status === 'number' || (typeof status === 'string' && /^\d{3}$/.test(status));
  return isStatus ? Number(status) : Number.NaN;
}

/** Typed as text; what is neither that nor nothing proves nothing. */
function textOf(body: unknown): string {
  return typeof body === 'string' ? body.trim() : (body ?? '') === '' ? '' : '?';
}

/**
 * Headers that a browser shows of any answer from elsewhere, and the one that buckets commonly expose besides: a client that
 * shows no others may hide the one that tells. https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
 */
const UNTELLING = /^(cache-control|content-language|content-length|content-type|expires|last-modified|pragma|etag)$/i;

function showsHeaders(headers: unknown): boolean {
  return Object.keys(headers ?? {}).some((name) => !UNTELLING.test(name));
}
