import { fail, succeed } from './callbacks';
import { fetchFailure } from './fetch-failure';

const NETWORK = 600001;

/**
 * `wx.request`: follows redirects, hands out JSON parsed and everything else as text.
 * @param stop ends it; the reason is what `fail` is told. Default: nobody.
 */
export async function request(
  option: WechatMiniprogram.RequestOption,
  stop: AbortSignal = new AbortController().signal,
): Promise<void> {
  const timeout = AbortSignal.timeout(option.timeout ?? 60_000);
  let answer: object;
  try {
    const response = await send(option, AbortSignal.any([timeout, stop]));
    const data = jsonOrText(await response.text());
    answer = { data, statusCode: response.status, header: Object.fromEntries(response.headers) };
  } catch (error) {
    const reason = stop.aborted ? String(stop.reason) : timeout.aborted ? 'timeout' : fetchFailure(error);
    fail(option, `request:fail ${reason}`, NETWORK);
    return;
  }
  succeed(option, answer);
}

/** As WeChat does: `data` goes into the query of a GET, and else into the body, as JSON unless it is text. */
function send({ url, method = 'GET', header, data }: WechatMiniprogram.RequestOption, signal: AbortSignal) {
  const headers = new Headers(header);
  if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  if (data === undefined) return fetch(url, { method, headers, signal });
  if (method === 'GET') return fetch(withQuery(url, data), { headers, signal });
  return fetch(url, { method, headers, signal, body: typeof data === 'string' ? data : JSON.stringify(data) });
}

function withQuery(url: string, data: string | object | ArrayBuffer): URL {
  const address = new URL(url);
  const added = new URLSearchParams(typeof data === 'string' ? data : Object.entries(data));
  for (const [name, value] of added) address.searchParams.append(name, value);
  return address;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
