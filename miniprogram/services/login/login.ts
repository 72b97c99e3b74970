import { UploadError } from '../oss-upload/errors/upload-error';
import { callWx } from '../oss-upload/errors/wx-call';
import type { Callbacks, RequestResult, WxApi } from '../oss-upload/wx/contract';
import { retryAfter } from '../oss-upload/wx/header';
import { startTimer, type Timer } from '../oss-upload/wx/timer';

export interface LoginOptions {
  /** The backend's URL for logins: `https://…/login`. */
  url: string;
  /** In milliseconds, for each of the two calls. Default 10,000. */
  timeout?: number;
  /** Replaces WeChat's own `wx`. Default: the global `wx`. */
  wx?: LoginWx;
  /** Milliseconds since 1970; may be wrong by days. Default: `Date.now`. */
  now?: () => number;
  /** Default: `setTimeout`. */
  timer?: Timer;
}

/** The `wx` calls that a login makes. */
export interface LoginWx extends Pick<WxApi, 'request'> {
  /** https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html */
  login(options: Callbacks<{ code: string }> & { timeout?: number }): void;
}

/** Logs in automatically, without a popup, when a token is needed. Spread it into an uploader's `policy` options. */
export interface Login {
  /** Returns the header for requests to the backend, for `policy.parts`. @throws UploadError */
  parts: () => Promise<{ header: { Authorization: string } }>;
  /** Logs in again, for when the backend has refused the token. @throws UploadError */
  onUnauthorized: () => Promise<void>;
}

interface Session {
  token: string;
  /** Milliseconds since 1970, by the phone's clock. */
  since: number;
  renewAt: number;
}

/** In milliseconds. A token is renewed so long before its end, because no policy outlives it. */
const RENEW_AHEAD = 15 * 60_000;
/** In milliseconds. A refusal so soon after a login is about an older token, or a login would not help; WeChat counts logins. */
const FRESH = 10_000;
/** In milliseconds, beyond the time-out: some clients never call back. */
const PATIENCE = 5_000;

/** The token stays in memory: a login takes two short calls, and WeChat's storage would be one more place to keep it. */
export function createLogin(options: LoginOptions): Login {
  const { url, timeout = 10_000, wx: api = wx, now = () => Date.now(), timer = startTimer } = options;
  let session: Session | undefined;
  let pending: Promise<Session> | undefined;

  const call = <Result>(name: string, make: (callbacks: Required<Callbacks<Result>>) => void) =>
    callWx<Result>({ name, otherwise: 'network', timeout: timeout + PATIENCE, timer }, make);

  async function logIn(): Promise<Session> {
    const { code } = await call<{ code: string }>('wx.login', (callbacks) => api.login({ timeout, ...callbacks }));
    const since = now();
    const answer = await call<RequestResult>(`wx.request to ${url}`, (callbacks) =>
      api.request({ url, method: 'POST', data: { code }, timeout, ...callbacks }),
    );
    const { token, life } = readToken(answer);
    return { token, since, renewAt: since + life - Math.min(RENEW_AHEAD, life / 2) };
  }

  /** Concurrent calls share one login, and its failure. */
  async function renewed(): Promise<Session> {
    pending ??= logIn().finally(() => {
      pending = undefined;
    });
    session = await pending;
    return session;
  }

  return {
    async parts() {
      const { token } = session && now() < session.renewAt ? session : await renewed();
      return { header: { Authorization: `Bearer ${token}` } };
    },
    async onUnauthorized() {
      const age = session && now() - session.since;
      if (age === undefined || age < 0 || age >= FRESH) await renewed();
    },
  };
}

/** @throws UploadError without the answer, in which the token may be */
function readToken({ statusCode, data, header }: RequestResult): { token: string; life: number } {
  const status = Number(statusCode); // some clients give it as text
  const { token, expires_in: seconds } = Object(data) as { token?: unknown; expires_in?: unknown }; // whatever it is
  if (status === 200 && typeof token === 'string' && Number(seconds) > 0) {
    return { token, life: Number(seconds) * 1000 };
  }
  const isJson = typeof data === 'object' && data !== null;
  const isBusy = !(status >= 200 && status < 500) || status === 429 || status === 401; // 401: the code, next time another
  const code = isBusy ? 'backend-failed' : isJson ? 'backend-refused' : 'not-from-backend';
  throw new UploadError(code, `Expected the backend to answer a login with a token, got ${statusCode}.`, {
    status,
    ...retryAfter(header),
  });
}
