import { redact } from '../errors/redact';
import { asUploadError, UploadError } from '../errors/upload-error';
import { fromWxFailure } from '../errors/wx-failure';
import type { RequestResult, WxApi } from '../wx/contract';
import { headerOf, retryAfter } from '../wx/header';
import { readExpire } from './expiration';
import { type PolicyDefaults, readSignedPolicy, type SignedPolicy } from './signed-policy';

/** A signed policy and when to renew it, by the phone's own clock. */
export interface FetchedPolicy extends SignedPolicy {
  /** Milliseconds since 1970: a minute, or half its lifetime, before it expires. */
  renewAt: number;
}

/** Method, header and body of the policy request. */
export interface RequestParts {
  /** Default GET. */
  method?: 'GET' | 'POST';
  header?: Record<string, string>;
  /** The body, for POST; the query, for GET. */
  data?: Record<string, unknown> | string;
}

export interface PolicyRequest {
  /** The backend's address for policies. */
  url: string;
  /** In milliseconds. Default 10,000. */
  timeout?: number;
  /** A function is called anew for every request, say for a token that expires. Default: a plain GET. */
  parts?: RequestParts | (() => RequestParts | Promise<RequestParts>);
  /** Stands in for what the backend does not answer. Default: nothing. */
  defaults?: PolicyDefaults;
}

const RENEW_AHEAD = 60_000;

/**
 * Asks the backend for a signed policy.
 * @param now the phone's clock, milliseconds since 1970; it may be wrong by days
 * @throws UploadError of the network, `backend-refused` (3xx, 4xx), `backend-failed` (5xx, 429), `policy-unusable`, or `unexpected`
 *   with whatever `parts` threw as its cause
 */
export async function fetchPolicy(
  request: PolicyRequest,
  now: () => number,
  api: Pick<WxApi, 'request'> = wx,
): Promise<FetchedPolicy> {
  const { url, timeout = 10_000, parts = {}, defaults } = request;
  try {
    const { method = 'GET', header, data } = typeof parts === 'function' ? await parts() : parts;
    const askedAt = now();
    const answer = await new Promise<RequestResult>((resolve, reject) => {
      api.request({
        url,
        method,
        timeout,
        ...(header === undefined ? {} : { header }),
        ...(data === undefined ? {} : { data }),
        success: resolve,
        fail: (failure) => reject(fromWxFailure(`wx.request to ${url}`, failure, 'network')),
      });
    });
    checkStatus(answer, Object.values(header ?? {}));
    const policy = readSignedPolicy(answer.data, defaults, /^http:/i.test(url));
    return { ...policy, renewAt: renewalTime(policy, askedAt, headerOf(answer.header, 'date')) };
  } catch (error) {
    throw asUploadError(error);
  }
}

/**
 * Only 3xx and 4xx refuse. 5xx and 429 ask to come back later; a status below 200 is no answer at all.
 * @param secrets of the request, which the answer may quote
 */
function checkStatus({ statusCode: status, data, header }: RequestResult, secrets: readonly string[]): void {
  if (status >= 200 && status < 300) return;
  const refused = status >= 300 && status < 500 && status !== 429;
  throw new UploadError(
    refused ? 'backend-refused' : 'backend-failed',
    `Expected the backend to answer 200, got ${status}: ${redact(data, secrets)}.`,
    { status, ...retryAfter(header) },
  );
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
