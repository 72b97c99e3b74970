import type { RequestOptions, RequestResult } from '../../../miniprogram/services/oss-upload/wx/contract';
import { readAddress } from './address';
import { answerText } from './answer-text';

/** Implements `wx.request`: follows redirects, parses JSON and returns anything else as text. */
export async function request(options: RequestOptions, signal: AbortSignal): Promise<RequestResult> {
  const response = await send(options, signal);
  const data = jsonOrText(await answerText(response.body));
  return { data, statusCode: response.status, header: Object.fromEntries(response.headers) };
}

/** Puts `data` where WeChat does: in the query of a GET, otherwise in the body, with a record encoded as JSON or as a form. */
function send({ url, method = 'GET', header, data }: RequestOptions, signal: AbortSignal): Promise<Response> {
  const address = readAddress(url);
  const headers = new Headers(header);
  if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  if (data === undefined) return fetch(address, { method, headers, signal });
  if (method === 'GET') {
    for (const [name, value] of fieldsOf(data)) address.searchParams.append(name, value);
    return fetch(address, { headers, signal });
  }
  const isForm = headers.get('content-type')?.startsWith('application/x-www-form-urlencoded');
  const text = typeof data === 'string' ? data : isForm ? String(fieldsOf(data)) : JSON.stringify(data);
  return fetch(address, { method, headers, signal, body: text });
}

function fieldsOf(data: Record<string, unknown> | string): URLSearchParams {
  if (typeof data === 'string') return new URLSearchParams(data);
  return new URLSearchParams(Object.entries(data).map(([name, value]): [string, string] => [name, String(value)]));
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
