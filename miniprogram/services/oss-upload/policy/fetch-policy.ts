import { redact, redactText } from '../errors/redact';
import { asUploadError, UploadError } from '../errors/upload-error';
import { callWx } from '../errors/wx-call';
import type { RequestResult, WxApi } from '../wx/contract';
import { headerOf, retryAfter } from '../wx/header';
import { startTimer, type Timer } from '../wx/timer';
import { readExpire } from './expiration';
import { inTime } from './in-time';
import { type PolicyDefaults, readSignedPolicy, type SignedPolicy } from './signed-policy';
import { unauthorized } from './unauthorized';

/** A signed policy and when to renew it, by the phone's own clock. */
export interface FetchedPolicy extends SignedPolicy {
  /** Milliseconds since 1970: a minute, or half its lifetime, before it expires. */
  renewAt: number;
}

/** Method, headers and body of the policy request. */
export interface RequestParts {
  /** Default GET. */
  method?: 'GET' | 'POST';
  header?: Record<string, string>;
  /** The body for POST, or the query for GET. */
  data?: Record<string, unknown> | string;
}

/** The image that a policy is requested for. */
export interface ImageFacts {
  /** The last part of the object key, unless the backend returns a key. */
  name: string;
  /** In bytes. */
  size: number;
  /** The content type, such as `image/jpeg`. */
  type: string;
  /** Without a dot. */
  extension: string;
  /** SHA-1 of the file, in hex. */
  digest: string;
}

export interface PolicyRequest {
  /** The backend's URL for policies. */
  url: string;
  /** In milliseconds. Default 10,000. */
  timeout?: number;
  /**
   * A function is called for each request, for example to add a token that expires. It must return or resolve within a
   * minute. With `perImage` it receives the image. Default: a plain GET.
   */
  parts?: RequestParts | ((image: ImageFacts | undefined) => RequestParts | Promise<RequestParts>);
  /** Requests a policy for each image, for backends that sign each file separately. Default false: images share a policy. */
  perImage?: boolean;
  /**
   * Called to sign in if the backend responds with 401 or 403, or with such a code in its JSON; the policy is then requested
   * once more. It is called once for all waiting images and must resolve within a minute. Default: the images fail as
   * `unauthorized` and are kept.
   */
  onUnauthorized?: () => void | Promise<void>;
  /** Values for fields that the backend's response lacks. Default: none. */
  defaults?: PolicyDefaults;
}

const RENEW_AHEAD = 60_000;

/** In milliseconds. How much longer than its time-out a request is waited for: some clients never call back. */
const PATIENCE = 5_000;

/**
 * Asks the backend for a signed policy.
 * @param now the phone's clock, milliseconds since 1970; it may be wrong by days
 * @param image for `parts`
 * @throws UploadError of the network, `not-from-backend` (no JSON), `unauthorized` (401, 403), `backend-refused` (3xx, 4xx),
 *   `backend-failed` (5xx, 429), `policy-unusable`, `timeout` where something never answers, or `unexpected` with what `parts` threw as its cause
 */
export async function fetchPolicy(
  request: PolicyRequest,
  now: () => number,
  api: Pick<WxApi, 'request'> = wx,
  timer: Timer = startTimer,
  image?: ImageFacts,
): Promise<FetchedPolicy> {
  const { url, timeout = 10_000, parts = {}, defaults } = request;
  try {
    const {
      method = 'GET',
      header,
      data,
    } = typeof parts === 'function' ? await inTime('PolicyRequest.parts', () => parts(image), timer) : parts;
    const askedAt = now();
    const answer = await callWx<RequestResult>(
      { name: redactText(`wx.request to ${url}`), otherwise: 'network', timeout: timeout + PATIENCE, timer },
      (callbacks) =>
        api.request({
          url,
          method,
          timeout,
          ...(header === undefined ? {} : { header }),
          ...(data === undefined ? {} : { data }),
          ...callbacks,
        }),
    );
    checkAnswer(answer, Object.values(header ?? {}));
    const policy = readSignedPolicy(answer.data, defaults, /^http:/i.test(url));
    return { ...policy, renewAt: renewalTime(policy, askedAt, headerOf(answer.header, 'date')) };
  } catch (error) {
    throw asUploadError(error);
  }
}

/**
 * A backend answers JSON. What does not came from something on the way: the sign-in page of a network (200, or a redirect to
 * it), a proxy or a firewall (403, 204). Of JSON only 3xx and 4xx refuse; 5xx and 429 ask to come back later, whatever the
 * body; a status below 200 is no answer at all. 401 and 403 without a body are a backend's, too.
 * @param secrets of the request, which the answer may quote
 */
function checkAnswer({ statusCode, data, header }: RequestResult, secrets: readonly string[]): void {
  const status = Number(statusCode); // typed as a number, yet some clients give it as text
  const isSuccess = status >= 200 && status < 300;
  const isBusy = !(status >= 200 && status < 500) || status === 429;
  if (isSuccess && isJsonLike(data)) return;
  if ((status === 401 || status === 403) && !isHtml(data)) {
    throw unauthorized(`${status}: ${redact(data, secrets)}`, { status });
  }
  const code = isBusy ? 'backend-failed' : isJsonLike(data) ? 'backend-refused' : 'not-from-backend';
  const expected = code === 'not-from-backend' ? 'JSON of the backend' : 'the backend to answer 200';
  throw new UploadError(code, `Expected ${expected}, got ${statusCode}: ${redact(data, secrets)}.`, {
    status,
    ...retryAfter(header),
  });
}

function isHtml(data: unknown): boolean {
  return typeof data === 'string' && /^\s*</.test(data);
}

/** Whether it is JSON, or was meant to be: what is wrong with it then is the backend's. */
function isJsonLike(data: unknown): boolean {
  if (typeof data !== 'string') return data !== undefined && !(data instanceof ArrayBuffer);
  return /^\s*[{[]/.test(data);
}

/**
 * When to renew. The policy's lifetime is measured by the server's clock (its Date header), then counted from the request.
 * Without that header only the phone's clock is left; if by that clock the policy has expired already, the clock is wrong,
 * and the policy is used only by the callers that wait for it now.
 */
function renewalTime({ document, expire }: SignedPolicy, askedAt: number, dateHeader: string | undefined): number {
  const date = Date.parse(dateHeader ?? '');
  const serverTime = Number.isNaN(date) ? askedAt : date;
  const expiration = document.expiration ?? (expire === undefined ? undefined : readExpire(expire, serverTime));
  const life = Math.max(0, (expiration ?? 0) - serverTime);
  return askedAt + life - Math.min(RENEW_AHEAD, life / 2);
}
