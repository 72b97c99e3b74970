import { ERRNO } from '../../../../miniprogram/services/oss-upload/wx/errno';
import { CallFailed } from '../../../wx/answer';
import type { RelayAnswer, RelayRequest } from '../../relay-protocol';
import type { Link } from '../phone/link';
import { createSignal } from '../signal';
import { fromBase64, toBase64 } from './base64';
import { type Callbacks, settle } from './calling';

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html */
interface RequestOptions {
  readonly url: string;
  readonly data?: string | object | ArrayBuffer;
  readonly header?: Readonly<Record<string, string>>;
  /** Default GET. */
  readonly method?: string;
  /** In milliseconds. Default: the one in app.json. */
  readonly timeout?: number;
  /** Default `json`, which parses a JSON response; any other value returns it as text. */
  readonly dataType?: string;
  readonly responseType?: 'text' | 'arraybuffer';
}

interface RequestResult {
  readonly data: unknown;
  readonly statusCode: number;
  readonly header: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
}

interface ReceivedHeaders {
  readonly header: Readonly<Record<string, string>>;
  readonly statusCode: number;
  readonly cookies: readonly string[];
}

/** Headers that WeChat sends with every request. */
const DEFAULT_HEADER = {
  'content-type': 'application/json',
  referer: 'https://servicewechat.com/touristappid/devtools/page-frame.html',
};

/** @param defaultTimeout milliseconds */
export function request(link: Link, defaultTimeout: number) {
  return (options: RequestOptions & Callbacks<RequestResult>) => {
    const own = new AbortController();
    const ended = AbortSignal.any([own.signal, link.signal()]);
    const headersReceived = createSignal<ReceivedHeaders>();
    const run = async (): Promise<RequestResult> => {
      await link.delay(ended);
      const answer = await relay(toRelayRequest(options, defaultTimeout), ended);
      if (answer.kind === 'failed') throw new CallFailed(answer.reason, answer.errno);
      const { statusCode, header, cookies } = answer;
      headersReceived.emit({ statusCode, header, cookies });
      return { data: readData(fromBase64(answer.body), options), statusCode, header, cookies };
    };
    settle('request', options, run()).catch(() => {}); // passed to `fail`; WeChat returns a task, not a promise
    return {
      abort: () => own.abort(new CallFailed('abort')),
      onHeadersReceived: headersReceived.on,
      offHeadersReceived: headersReceived.off,
    };
  };
}

function toRelayRequest(options: RequestOptions, defaultTimeout: number): RelayRequest {
  const { url, data, timeout = defaultTimeout } = options;
  const method = (options.method ?? 'GET').toUpperCase();
  const header: Record<string, string> = { ...DEFAULT_HEADER };
  for (const [name, value] of Object.entries(options.header ?? {})) header[name.toLowerCase()] = String(value);
  if (data === undefined) return { url, method, header, body: '', timeout };
  if (method === 'GET' && !(data instanceof ArrayBuffer)) {
    const query = typeof data === 'string' ? data : toQuery(data);
    return { url: `${url}${url.includes('?') ? '&' : '?'}${query}`, method, header, body: '', timeout };
  }
  const isForm = header['content-type']?.startsWith('application/x-www-form-urlencoded');
  const text = typeof data === 'string' ? data : isForm ? toQuery(data) : JSON.stringify(data);
  const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new TextEncoder().encode(text);
  return { url, method, header, body: toBase64(bytes), timeout };
}

function toQuery(fields: object): string {
  const pairs = Object.entries(fields).map(([name, value]) => [name, String(value)].map(encodeURIComponent).join('='));
  return pairs.join('&');
}

async function relay(request: RelayRequest, signal: AbortSignal): Promise<RelayAnswer> {
  try {
    const response = await fetch('/preview/request', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal,
    });
    return await response.json();
  } catch {
    if (signal.aborted) throw signal.reason;
    throw new CallFailed('error_msg:net::ERR_CONNECTION_REFUSED (the preview was stopped)', ERRNO.networkNamed);
  }
}

function readData(
  bytes: Uint8Array<ArrayBuffer>,
  { dataType = 'json', responseType = 'text' }: RequestOptions,
): unknown {
  if (responseType === 'arraybuffer') return bytes.buffer;
  const text = new TextDecoder().decode(bytes);
  if (dataType !== 'json') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text; // as WeChat does, for an HTML page for example
  }
}
