import { headerOf } from './header';
import { readSignedPolicy, type SignedPolicy } from './signed-policy';
import { asUploadError, excerpt, UploadError } from './upload-error';
import { fromWxFailure } from './wx-failure';

/** A signed policy and until when it serves, by the phone's own clock. */
export interface FetchedPolicy extends SignedPolicy {
  /** Milliseconds since 1970. From then on a new one is asked for: a minute, or half its life, before it expires. */
  renewAt: number;
}

export interface PolicyRequest {
  /** The backend's address for policies. */
  url: string;
  /** In milliseconds. Default 10,000. */
  timeout?: number;
}

export type RequestApi = Pick<WechatMiniprogram.Wx, 'request'>;

const RENEW_AHEAD = 60_000;

/**
 * Asks the backend for a signed policy.
 * @param now the phone's clock, milliseconds since 1970; it may be wrong by days
 * @throws UploadError of the network, `backend-refused` (4xx), `backend-failed` (5xx) or `policy-unusable`
 */
export function fetchPolicy(request: PolicyRequest, now: () => number, api: RequestApi = wx): Promise<FetchedPolicy> {
  const askedAt = now();
  return new Promise((resolve, reject) => {
    api.request({
      url: request.url,
      method: 'GET',
      timeout: request.timeout ?? 10_000,
      success: ({ statusCode, data, header }) => {
        try {
          checkStatus(statusCode, data);
          const policy = readSignedPolicy(data);
          resolve({ ...policy, renewAt: renewalTime(policy.document.expiration, askedAt, headerOf(header, 'date')) });
        } catch (error) {
          reject(asUploadError(error));
        }
      },
      fail: (failure) => reject(fromWxFailure(`wx.request to ${request.url}`, failure, 'network')),
    });
  });
}

function checkStatus(status: number, data: unknown): void {
  if (status >= 200 && status < 300) return;
  const message = `Expected the backend to answer 200, got ${status}: ${excerpt(data)}.`;
  if (status >= 500 || status === 429) throw new UploadError('backend-failed', 'retry', message, { status });
  throw new UploadError('backend-refused', 'never', message, { status });
}

/**
 * The life of a policy is measured by the server's clock (its Date header), then counted from when it was asked for.
 * Without that header only the phone's clock is left; where that says "expired already" it is wrong, and the policy
 * serves just those who wait for it now.
 */
function renewalTime(expiration: number, askedAt: number, dateHeader: string | undefined): number {
  const serverTime = Date.parse(dateHeader ?? '');
  const life = Math.max(0, expiration - (Number.isNaN(serverTime) ? askedAt : serverTime));
  return askedAt + life - Math.min(RENEW_AHEAD, life / 2);
}
