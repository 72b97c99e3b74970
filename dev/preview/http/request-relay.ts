import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import { LIMITS } from '../../../miniprogram/services/oss-upload/wx/limits';
import { networkErrorName } from '../../wx/node/network-failure';
import type { RelayAnswer, RelayRequest } from '../relay-protocol';

/** The one backend that requests go to: the address in the mini-program's configuration, and the one that really answers. */
export interface Backend {
  readonly configured: string;
  readonly actual: string;
}

/** The longest answer that is handed on, in bytes. */
export const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

const MAX_REDIRECTS = 10;

/** In milliseconds: https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html#networkTimeout */
const DEFAULT_TIMEOUT = LIMITS.networkTimeout;

/** In milliseconds. A longer one would make Node's timer fire at once. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** Headers that follow from the request itself, and that no mini-program can set. */
const OWN_HEADERS = new Set(['host', 'content-length', 'transfer-encoding', 'connection']);

/**
 * Sends a `wx.request` on, following redirects. Anything but the configured backend is refused as WeChat refuses a domain that is
 * not listed, wherever a redirect leads. Never rejects.
 * @param aborted ends the request when the page has gone or called `abort`
 */
export async function relayRequest(
  request: RelayRequest,
  backend: Backend,
  aborted: AbortSignal,
): Promise<RelayAnswer> {
  if (!URL.canParse(request.url)) return failed(`invalid url "${request.url}"`, ERRNO.urlInvalid);
  const timeout = AbortSignal.timeout(readTimeout(request.timeout));
  const signal = AbortSignal.any([aborted, timeout]);
  try {
    return await follow(new URL(request.url), request, backend, signal, MAX_REDIRECTS);
  } catch (error) {
    if (timeout.aborted) return failed('timeout', ERRNO.timeout);
    return failed(`error_msg:${networkErrorName(error)}`, ERRNO.networkNamed);
  }
}

async function follow(
  url: URL,
  request: RelayRequest,
  backend: Backend,
  signal: AbortSignal,
  redirectsLeft: number,
): Promise<RelayAnswer> {
  const target = route(url, backend);
  if (target === undefined) return failed('url not in domain list', ERRNO.domainNotListed);
  const response = await send(target, request, signal);
  const { statusCode = 0, headers } = response;
  if ([301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined) {
    response.destroy();
    if (redirectsLeft === 0) return failed('error_msg:net::ERR_TOO_MANY_REDIRECTS', ERRNO.networkNamed);
    const keepsMethod = statusCode >= 307 || request.method === 'GET' || request.method === 'HEAD';
    const next = keepsMethod ? request : { ...request, method: 'GET', body: '' };
    if (!URL.canParse(headers.location, target.href)) {
      return failed('error_msg:net::ERR_INVALID_REDIRECT', ERRNO.networkNamed);
    }
    return follow(new URL(headers.location, target), next, backend, signal, redirectsLeft - 1);
  }
  const body = await readBody(response);
  if (body === undefined) {
    return failed(`the preview hands on answers of up to ${MAX_ANSWER_BYTES} bytes`, ERRNO.network);
  }
  return {
    kind: 'answered',
    statusCode,
    header: joinHeaders(response.rawHeaders),
    cookies: headers['set-cookie'] ?? [],
    body: body.toString('base64'),
  };
}

/**
 * The address that really answers a URL: always at the origin of the real backend, since the path is set as a path, and never read as an
 * address (`//other-host/x`). Undefined for a URL that is not the backend's, or has a name and a password in it.
 */
export function route(url: URL, { configured, actual }: Backend): URL | undefined {
  const from = new URL(configured);
  const to = new URL(actual);
  if (!/^https?:$/.test(url.protocol) || url.username + url.password !== '') return undefined;
  if (url.origin !== to.origin && url.origin !== from.origin) return undefined;
  const target = new URL(to);
  if (url.origin === to.origin || url.pathname !== from.pathname) {
    target.pathname = url.pathname;
    target.search = '';
  }
  if (url.search !== '') target.search = url.search;
  return target;
}

function send(target: URL, { method, header, body }: RelayRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const request = target.protocol === 'https:' ? requestHttps : requestHttp;
  const bytes = Buffer.from(body, 'base64');
  const length = bytes.length > 0 ? { 'content-length': String(bytes.length) } : {};
  const own = Object.entries(header).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  return new Promise((resolve, reject) => {
    // Without an agent no idle connection is left behind.
    request(target, { method, headers: { ...Object.fromEntries(own), ...length }, agent: false, signal }, resolve)
      .on('error', reject)
      // Node closes a connection that switches protocols, with no other event. After an answer this is without effect.
      .on('close', () => reject(Object.assign(new Error('closed without an answer'), { code: 'CLOSED' })))
      .end(bytes);
  });
}

async function readBody(response: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Headers with their names as the backend wrote them, which is how WeChat hands them over; also `constructor` and the like. */
function joinHeaders(raw: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(headers);
}

/** The default for what is no time, as a mini-program may pass it. */
function readTimeout(milliseconds: number): number {
  return milliseconds > 0 ? Math.min(Math.ceil(milliseconds), MAX_TIMEOUT) : DEFAULT_TIMEOUT;
}

function failed(reason: string, errno: number): RelayAnswer {
  return { kind: 'failed', reason, errno };
}
