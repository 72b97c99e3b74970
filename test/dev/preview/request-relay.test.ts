import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_ANSWER_BYTES, relayRequest } from '../../../dev/preview/http/request-relay';
import type { RelayRequest } from '../../../dev/preview/relay-protocol';

/** Configured in the mini-program, but unreachable: the relay has to send its requests to the real one. */
const CONFIGURED = 'https://upload.example.com/policy';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const never = new AbortController().signal;

function send(actual: string, request: Partial<RelayRequest> = {}, aborted = never) {
  const whole = { url: CONFIGURED, method: 'GET', header: {}, body: '', timeout: 5_000, ...request };
  return relayRequest(whole, { configured: CONFIGURED, actual }, aborted);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

test('method, query, headers and body arrive, and the answer comes back whole', async () => {
  const backend = await serve(async (request, response) => {
    const { method, url, headers } = request;
    const body = await textOf(request);
    response.writeHead(201, { 'X-Request-Id': 'r1', 'Set-Cookie': ['a=1', 'b=2'] });
    response.end(
      JSON.stringify({ method, url, type: headers['content-type'], own: headers['x-own'], host: headers.host, body }),
    );
  });
  const answer = await send(`${backend}/real`, {
    url: `${CONFIGURED}?dir=photos`,
    method: 'POST',
    header: { 'content-type': 'text/plain', 'x-own': 'yes', host: 'evil.example.com' },
    body: base64('图片'),
  });
  expect(answer).toMatchObject({
    kind: 'answered',
    statusCode: 201,
    header: { 'X-Request-Id': 'r1', 'Set-Cookie': 'a=1,b=2' },
    cookies: ['a=1', 'b=2'],
  });
  expect(answer.kind === 'answered' && JSON.parse(Buffer.from(answer.body, 'base64').toString())).toEqual({
    method: 'POST',
    url: '/real?dir=photos',
    type: 'text/plain',
    own: 'yes',
    host: new URL(backend).host,
    body: '图片',
  });
});

test('another path of the same backend is answered by the same real one', async () => {
  const backend = await serve((request, response) => response.end(request.url));
  const answer = await send(`${backend}/real`, { url: 'https://upload.example.com/health' });
  expect(answer).toMatchObject({ kind: 'answered', body: base64('/health') });
});

test('an answer of HTML, and one with an error status, are answers', async () => {
  const backend = await serve((_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>'));
  expect(await send(backend)).toMatchObject({ kind: 'answered', statusCode: 502, body: base64('<h1>') });
});

test.each(['https://other.example.com/policy', 'http://upload.example.com/policy', 'http://127.0.0.1:9/policy'])(
  'refuses %s, which is not the backend',
  async (url) => {
    let asked = false;
    const backend = await serve((_, response) => {
      asked = true;
      response.end();
    });
    expect(await send(backend, { url })).toEqual({ kind: 'failed', reason: 'url not in domain list', errno: 600002 });
    expect(asked).toBe(false);
  },
);

test('an address that is none', async () => {
  expect(await send('http://127.0.0.1:9', { url: 'policy' })).toEqual({
    kind: 'failed',
    reason: 'invalid url "policy"',
    errno: 600009,
  });
});

test('a backend that is down', async () => {
  const backend = await serve(() => {});
  servers.splice(0)[0]?.close();
  expect(await send(backend)).toEqual({
    kind: 'failed',
    reason: 'error_msg:net::ERR_CONNECTION_REFUSED',
    errno: 600001,
  });
});

test('a backend that cuts the answer', async () => {
  const backend = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('half', () => response.destroy());
  });
  expect(await send(backend)).toEqual({
    kind: 'failed',
    reason: 'error_msg:net::ERR_CONNECTION_RESET',
    errno: 600001,
  });
});

test.each<[string, RequestListener]>([
  ['does not answer', () => {}],
  ['does not end its answer', (_, response) => response.write('{')],
])('a backend that %s in time', async (_, listener) => {
  const backend = await serve(listener);
  expect(await send(backend, { timeout: 100 })).toEqual({ kind: 'failed', reason: 'timeout', errno: 5 });
});

test('a request whose page has gone ends', async () => {
  const gone = new AbortController();
  const ended = new Promise<void>((resolve) => {
    void serve((request) => {
      request.on('close', resolve);
      gone.abort();
    }).then((backend) => send(backend, {}, gone.signal));
  });
  await ended;
});

describe('a redirect', () => {
  /** Redirects /from to the address that `to` gives, and says elsewhere what arrived. */
  const serveRedirect = async (status: number, to: (backend: string) => string) => {
    const backend: string = await serve(async (request, response) => {
      if (request.url === '/from') response.writeHead(status, { location: to(backend) }).end();
      else response.end(`${request.method} ${request.url} ${await textOf(request)}`);
    });
    return `${backend}/from`;
  };
  const post = { method: 'POST', body: base64('body') };

  test.each([
    [302, 'GET /to '],
    [303, 'GET /to '],
    [307, 'POST /to body'],
    [308, 'POST /to body'],
  ])('%i is followed as a browser does', async (status, arrived) => {
    const backend = await serveRedirect(status, () => '/to');
    expect(await send(backend, post)).toMatchObject({ statusCode: 200, body: base64(arrived) });
  });

  test('to the configured address goes to the real backend', async () => {
    const backend = await serveRedirect(302, () => 'https://upload.example.com/to');
    expect(await send(backend)).toMatchObject({ body: base64('GET /to ') });
  });

  test('to anywhere else is refused', async () => {
    let asked = false;
    const other = await serve((_, response) => {
      asked = true;
      response.end();
    });
    const backend = await serveRedirect(302, () => other);
    expect(await send(backend)).toMatchObject({ kind: 'failed', reason: 'url not in domain list' });
    expect(asked).toBe(false);
  });

  test('in a circle ends', async () => {
    const backend = await serveRedirect(302, () => '/from');
    expect(await send(backend)).toMatchObject({ kind: 'failed', reason: 'error_msg:net::ERR_TOO_MANY_REDIRECTS' });
  });
});

test('an answer of 10 MB is handed on, a longer one is not', async () => {
  const backend = await serve((request, response) => response.end(Buffer.alloc(Number(request.url?.slice(1)), 'x')));
  const ask = (bytes: number) => send(backend, { url: `https://upload.example.com/${bytes}` });
  const whole = await ask(MAX_ANSWER_BYTES);
  expect(whole.kind === 'answered' && Buffer.from(whole.body, 'base64').length).toBe(MAX_ANSWER_BYTES);
  expect(await ask(MAX_ANSWER_BYTES + 1)).toEqual({
    kind: 'failed',
    reason: 'the preview hands on answers of up to 10485760 bytes',
    errno: 600000,
  });
});
