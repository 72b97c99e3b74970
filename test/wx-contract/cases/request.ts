import type { RequestOptions, RequestResult, WxApi } from '../../../miniprogram/services/oss-upload/wx/contract';
import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import { type Case, TIMEOUT, tookTheTimeout, type World } from '../run-case';

/** Sends a request and returns its result without the headers. */
async function send(wx: WxApi, { requestUrl, outcome }: World, path: string, options: Partial<RequestOptions> = {}) {
  const answer = await outcome<RequestResult>((ends) => wx.request({ url: requestUrl + path, ...options, ...ends }));
  if ('fail' in answer) return answer;
  const { data, statusCode, errMsg } = { errMsg: undefined, ...answer.ok };
  return { data, statusCode, errMsg };
}

const ok = (data: unknown, statusCode = 200) => ({ data, statusCode, errMsg: 'request:ok' });

const sending = (name: string, path: string, options: Partial<RequestOptions>, expected: () => unknown): Case => ({
  name,
  run: (wx, world) => send(wx, world, path, options),
  expected,
});

const echo = (received: object) => () => ok(expect.objectContaining(received));

export const request: Case[] = [
  sending('parses JSON regardless of its content type', '/json-as-html', {}, () => ok({ list: [1, '图'] })),
  sending('returns other text regardless of its content type', '/html-as-json', {}, () => ok('<h1>Hello</h1>')),
  sending('succeeds for any HTTP status', '/status/503', {}, () => ok({ status: 503 }, 503)),
  sending('sends a GET without data', '/echo?a=1', {}, echo({ method: 'GET', query: [['a', '1']], body: '' })),
  sending(
    'puts a record of a GET into the query',
    '/echo?a=1',
    { data: { b: 'x y&z', c: 2 } },
    echo({
      method: 'GET',
      query: [
        ['a', '1'],
        ['b', 'x y&z'],
        ['c', '2'],
      ],
      body: '',
    }),
  ),
  sending(
    'puts the text of a GET into the query',
    '/echo',
    { method: 'GET', data: 'b=1&c=2' },
    echo({
      query: [
        ['b', '1'],
        ['c', '2'],
      ],
      body: '',
    }),
  ),
  sending(
    'sends a record of a POST as JSON',
    '/echo',
    { method: 'POST', data: { album: 7 } },
    echo({ method: 'POST', query: [], body: '{"album":7}', type: 'application/json' }),
  ),
  sending(
    'sends a record of a form POST as a form',
    '/echo',
    { method: 'POST', data: { album: 7, b: 'x&y' }, header: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    echo({ body: 'album=7&b=x%26y', type: 'application/x-www-form-urlencoded' }),
  ),
  sending(
    'sends the text of a POST unchanged, with the headers',
    '/echo',
    { method: 'POST', data: 'album=7', header: { 'content-type': 'text/plain', Authorization: 'Bearer sesame' } },
    echo({ body: 'album=7', type: 'text/plain', authorization: 'Bearer sesame' }),
  ),
  {
    name: 'returns the response headers',
    async run(wx, { requestUrl, outcome }) {
      const answer = await outcome<RequestResult>((ends) => wx.request({ url: `${requestUrl}/echo`, ...ends }));
      const header = 'ok' in answer ? Object.entries(answer.ok.header ?? {}) : [];
      return header.find(([name]) => name.toLowerCase() === 'x-own')?.[1];
    },
    expected: () => 'yes',
  },
  ...['/silent', '/dribble'].map(
    (path): Case => ({
      name: `the time-out of a request covers the whole response: ${path}`,
      async run(wx, world) {
        const begun = Date.now();
        return [await send(wx, world, path, { timeout: TIMEOUT }), tookTheTimeout(Date.now() - begun)];
      },
      expected: () => [{ fail: { errMsg: 'request:fail timeout', errno: ERRNO.timeout } }, true],
    }),
  ),
  {
    name: 'fails if the connection is refused',
    async run(wx, { act, outcome }) {
      const url = String(await act('stop the backend'));
      return outcome((ends) => wx.request({ url, ...ends }));
    },
    expected: () => ({
      fail: { errMsg: expect.stringMatching(/^request:fail .*net::ERR_CONNECTION_REFUSED/), errno: ERRNO.networkNamed },
    }),
  },
  sending('fails if the response is cut off', '/cut', {}, () => ({
    fail: { errMsg: expect.stringMatching(/^request:fail .*net::ERR_CONNECTION_RESET/), errno: ERRNO.networkNamed },
  })),
  {
    name: 'request fails for an invalid URL',
    run: (wx, { outcome }) => outcome((ends) => wx.request({ url: 'nowhere', ...ends })),
    expected: () => ({ fail: { errMsg: 'request:fail invalid url "nowhere"', errno: ERRNO.urlInvalid } }),
  },
];
