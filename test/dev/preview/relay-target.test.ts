import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import fc from 'fast-check';
import { relayRequest } from '../../../dev/preview/http/request-relay';
import type { RelayRequest } from '../../../dev/preview/relay-protocol';

/** Unreachable: the relay sends its requests to the real backend. */
const CONFIGURED = 'https://upload.example.com/policy';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const socket of sockets) socket.destroy(); // those of an upgrade too, which the server no longer counts as its own
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
}

/** A server that is not the backend, and what it was asked. */
async function serveStranger() {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.end('secret of a stranger');
  });
  return { asked, host: new URL(url).host };
}

const backendAnswers: RequestListener = (_, response) => response.end('from the backend');

function send(actual: string, request: Partial<RelayRequest> = {}) {
  const whole = { url: CONFIGURED, method: 'GET', header: {}, body: '', timeout: 5_000, ...request };
  return relayRequest(whole, { configured: CONFIGURED, actual }, new AbortController().signal);
}

const REFUSED = { kind: 'failed', reason: 'url not in domain list', errno: 600002 };

describe('nothing but the backend is reached', () => {
  test.each<[string, (own: string, stranger: string) => string]>([
    ['two slashes', (own, stranger) => `${own}//${stranger}/x`],
    ['a slash and a backslash', (own, stranger) => `${own}/\\${stranger}/x`],
    ['two backslashes', (own, stranger) => `${own}\\\\${stranger}/x`],
    ['three slashes', (own, stranger) => `${own}///${stranger}/x`],
    ['a dot before two slashes', (own, stranger) => `${own}/.//${stranger}/x`],
    ['a line break between the slashes', (own, stranger) => `${own}/\n/${stranger}/x`],
    ['a whole address as path', (own, stranger) => `${own}/http://${stranger}/x`],
    ['a name before the host', (own, stranger) => `${own}@${stranger}/x`],
    ['a name with colon before the host', (own, stranger) => `${own}:80@${stranger}/x`],
    ['a blob', (own, stranger) => `blob:${own}//${stranger}/x`],
    ['capitals', (own, stranger) => `${own.toUpperCase()}//${stranger}/x`],
  ])('with %s', async (_, spell) => {
    const { asked, host } = await serveStranger();
    const backend = await serve(backendAnswers);
    for (const own of [new URL(CONFIGURED).origin, backend]) {
      const header = { authorization: 'Bearer sesame' };
      const answer = await send(`${backend}/real`, { url: spell(own, host), method: 'POST', header });
      if (answer.kind === 'answered') expect(Buffer.from(answer.body, 'base64').toString()).toBe('from the backend');
    }
    expect(asked).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])('by a redirect with %i', async (status) => {
    const { asked, host } = await serveStranger();
    for (const location of [`//${host}/x`, `/\\${host}/x`, `http://${host}/x`, `\\\\${host}/x`]) {
      const backend = await serve((_, response) => response.writeHead(status, { location }).end());
      const header = { authorization: 'Bearer sesame', cookie: 'session=1' };
      expect(await send(backend, { method: 'POST', header, body: 'c2Vj' })).toEqual(REFUSED);
    }
    expect(asked).toEqual([]);
  });

  test('by a redirect to the configured host with two slashes', async () => {
    const { asked, host } = await serveStranger();
    const backend = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: `https://upload.example.com//${host}/x` }).end();
      else response.end('from the backend');
    });
    expect(await send(backend)).toMatchObject({ statusCode: 200 });
    expect(asked).toEqual([]);
  });

  test('for any address', async () => {
    const { asked, host } = await serveStranger();
    const backend = await serve(backendAnswers);
    const { host: own } = new URL(backend);
    const piece = fc.constantFrom(
      'http:',
      'https:',
      'HTTP:',
      '/',
      '//',
      '\\',
      '@',
      ':',
      '?',
      '#',
      '.',
      '..',
      '%2f',
      '\t',
      'a',
    );
    const pieces = fc.array(fc.oneof(piece, fc.constantFrom(host, own, 'upload.example.com')), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(backend, 'https://upload.example.com', ''), pieces, async (start, rest) => {
        await send(`${backend}/real`, { url: start + rest.join('') });
        expect(asked).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

test.each(['http://name:word@upload.example.com/policy', 'https://name@upload.example.com/policy'])(
  'an address with a name or a password is refused: %s',
  async (url) => {
    const backend = await serve(backendAnswers);
    expect(await send(backend, { url })).toEqual(REFUSED);
    expect(await send(backend, { url: backend.replace('//', '//name:word@') })).toEqual(REFUSED);
  },
);

test('host and scheme in capitals are the same backend', async () => {
  const backend = await serve(backendAnswers);
  expect(await send(backend, { url: 'HTTPS://UPLOAD.example.COM/policy' })).toMatchObject({ statusCode: 200 });
});

test('a redirect that leads nowhere is a failure of the network', async () => {
  const backend = await serve((_, response) => response.writeHead(302, { location: 'http://' }).end());
  expect(await send(backend)).toEqual({ kind: 'failed', reason: 'error_msg:net::ERR_INVALID_REDIRECT', errno: 600001 });
});

test.each(['GET', 'CONNECT'])('an answer to %s that switches protocols ends the request at once', async (method) => {
  const backend = await serve(() => {});
  servers[0]?.on('connection', (socket) =>
    socket.once('data', () =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
    ),
  );
  expect(await send(backend, { method })).toEqual({
    kind: 'failed',
    reason: expect.stringMatching(/^error_msg:net::ERR_CONNECTION_(CLOSED|RESET)$/),
    errno: 600001,
  });
});

test.each([0.5, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, 3e9, 1e300])(
  'a time-out of %d ms fails nothing by itself',
  async (timeout) => {
    const backend = await serve((_, response) => setImmediate(() => response.end('in time')));
    const answer = await send(backend, { timeout });
    if (timeout === 0.5) expect(['answered', 'failed']).toContain(answer.kind);
    else expect(answer).toMatchObject({ kind: 'answered', statusCode: 200 });
  },
);

test('header names that objects have already are headers like any other, both ways', async () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
  let arrived: string[] = [];
  const backend = await serve((request, response) => {
    arrived = request.rawHeaders;
    response.writeHead(
      200,
      names.flatMap((name) => [name, 'sent']),
    );
    response.end();
  });
  const header = Object.fromEntries(names.map((name) => [name, 'sent']));
  const answer = await send(backend, { header });
  const answered = answer.kind === 'answered' ? Object.entries(answer.header) : [];
  for (const name of names) {
    expect(answered).toContainEqual([name, 'sent']);
    expect(arrived[arrived.indexOf(name) + 1]).toBe('sent');
  }
});
