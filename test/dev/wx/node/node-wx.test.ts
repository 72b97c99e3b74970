import { createServer } from 'node:http';
import { nodeWx } from '../../../../dev/wx/node/node-wx';
import { endServers, listen, type ReceivedRequest, serve } from '../../doctor/running-server';

afterEach(endServers);

type Sent = Omit<WechatMiniprogram.RequestOption, 'url'>;

/** What arrives at the server of such a `wx.request`, and what comes back. */
async function send(option: Sent, path = '/') {
  const received: ReceivedRequest[] = [];
  const url = await serve((request) => {
    received.push(request);
    return { body: { ok: true } };
  });
  const answer = await new Promise((success, fail) => nodeWx().request({ ...option, url: url + path, success, fail }));
  return { received: received[0], answer };
}

test('headers are sent; JSON comes back parsed, with status and headers', async () => {
  const { received, answer } = await send({ header: { Authorization: 'Bearer sesame' } });
  expect(received).toMatchObject({ method: 'GET', headers: { authorization: 'Bearer sesame' } });
  expect(answer).toMatchObject({ data: { ok: true }, statusCode: 200, header: { date: expect.any(String) } });
});

test('the data of a GET goes into the query', async () => {
  const { received } = await send({ data: { album: 'a b' } }, '/policy?token=1');
  expect(received?.path).toBe('/policy?token=1&album=a+b');
});

test.each([
  ['an object as JSON', { album: 7 }, '{"album":7}', 'application/json'],
  ['text as it is', 'album=7', 'album=7', 'application/x-www-form-urlencoded'],
])('the data of a POST goes into the body: %s', async (_, data, body, type) => {
  const { received } = await send({ method: 'POST', data, header: { 'Content-Type': type } });
  expect(received?.body.toString()).toBe(body);
  expect(received?.headers['content-type']).toBe(type);
});

test.each([
  ['a refused connection', 'http://127.0.0.1:9/', /^request:fail .*(ECONNREFUSED|bad port)/],
  ['an address that is none', 'nowhere', /^request:fail Invalid URL/],
])('%s fails as wx does', async (_, url, errMsg) => {
  const failure = await new Promise((fail) => nodeWx().request({ url, fail }));
  expect(failure).toMatchObject({ errMsg: expect.stringMatching(errMsg), errno: 600001 });
});

test('an answer that takes too long is a time-out', async () => {
  const url = `http://127.0.0.1:${await listen(createServer(() => undefined))}/`;
  const failure = await new Promise((fail) => nodeWx().request({ url, timeout: 50, fail }));
  expect(failure).toMatchObject({ errMsg: 'request:fail timeout' });
});
