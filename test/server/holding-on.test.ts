import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { CALLBACK_ROUTE } from '../../server/callback/callback-field';
import { LOGIN_ROUTE } from '../../server/identity/login-route';
import { POLICY_ROUTE } from '../../server/policy-route';
import { backend, type TestBackendOptions, wechatEnvironment } from './backend';
import { endServers, runServer } from './loopback';

let running: ReturnType<typeof backend>['app'] | undefined;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await running?.close();
  running = undefined;
  await endServers();
});

/** A backend with every route, that listens. */
async function listening(options: TestBackendOptions = {}) {
  const environment = {
    ...wechatEnvironment(),
    OSS_CALLBACK_URL: `https://upload.example.com${CALLBACK_ROUTE}`,
    RATE_PER_ADDRESS: '1000000',
    ...options.environment,
  };
  const started = backend({ ...options, environment });
  running = started.app;
  await started.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = started.app.server.address() as AddressInfo; // it listens on TCP
  return { ...started, port };
}

function open(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // the server may cut it
  sockets.push(socket);
  return socket;
}

/** What the server answers to these bytes until it closes; the status of the answer, if there is one. */
async function statusOf(port: number, bytes: Buffer): Promise<number | undefined> {
  const socket = open(port);
  socket.end(bytes);
  const answer = await text(socket).catch(() => '');
  return answer === '' ? undefined : Number(answer.split(' ')[1]);
}

const ROUTES = [POLICY_ROUTE, LOGIN_ROUTE, CALLBACK_ROUTE, '/health', '/ready'];
const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE');
const piece = fc.constantFrom(
  ...ROUTES,
  '/',
  '*',
  ':',
  ':a',
  '(',
  ')',
  '{',
  '}',
  '[',
  '%',
  '%00',
  '%2f',
  '%zz',
  '..',
  '.',
  ';',
);
const path = fc.array(fc.oneof(piece, fc.webPath(), fc.string({ maxLength: 5 }).map(encodeURIComponent)), {
  maxLength: 6,
});
const query = fc.oneof(
  fc.constant(''),
  fc.webQueryParameters().map((parameters) => `?${parameters}`),
);
const target = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...ROUTES),
      path.map((pieces) => `/${pieces.join('')}`),
    ),
    query,
  )
  .map(([a, b]) => a + b);
const body = fc.oneof(
  fc.json(),
  fc.string(),
  fc.record({ code: fc.anything() }).map((value) => JSON.stringify(value)),
  fc
    .record({ ticket: fc.string(), bucket: fc.constant('pictures'), key: fc.string() })
    .map((value) => JSON.stringify(value)),
);
const headers = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'text/plain',
      'multipart/form-data',
      'application/json; charset=x',
      'x',
    ),
    authorization: fc.oneof(
      fc.constantFrom('Bearer', 'Bearer a.b.c', 'Bearer ..', 'Bearer eyJhbGciOiJub25lIn0.e30.'),
      fc.base64String().map((token) => `Bearer ${token}`),
    ),
    'x-oss-pub-key-url': fc.base64String(),
    'x-forwarded-for': fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('a, b')),
    accept: fc.constantFrom('*/*', 'text/html'),
  },
  { requiredKeys: [] },
);

describe('whatever a client sends', () => {
  test('is answered with JSON, and never with 500', async () => {
    const { app } = backend({
      environment: {
        ...wechatEnvironment(),
        OSS_CALLBACK_URL: `https://a.example.com${CALLBACK_ROUTE}`,
        RATE_PER_ADDRESS: '1000000',
      },
    });
    await fc.assert(
      fc.asyncProperty(method, target, headers, body, async (method, url, headers, payload) => {
        const answer = await app.inject({ method, url, headers, ...(method === 'GET' ? {} : { payload }) } as object);
        if (answer.statusCode === 503)
          expect(answer.json().error.code).toBe('wechat_failed'); // there is none
        else expect(answer.statusCode).toBeLessThan(500);
        if (answer.statusCode >= 400 && method !== 'HEAD') expect(answer.json()).toHaveProperty('error.message');
      }),
      { numRuns: 500 },
    );
  });

  test('is answered with 4xx on the wire, too, whatever the bytes', async () => {
    const { port } = await listening();
    const line = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), target);
    await fc.assert(
      fc.asyncProperty(method, line, fc.array(line, { maxLength: 3 }), async (method, url, lines) => {
        const head = [`${method} ${url} HTTP/1.1`, 'host: a', 'connection: close', ...lines].join('\r\n');
        const status = await statusOf(port, Buffer.from(`${head}\r\n\r\n`));
        expect(status ?? 400).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
  });

  test.each(['/*a', '/:a(x', '/:a(x)', '/::', '/a*b', '/**', '/%', '/%2A', `${POLICY_ROUTE}*`, `${POLICY_ROUTE}/`])(
    'such as the pattern %s',
    async (url) => {
      for (const method of ['GET', 'POST'] as const) {
        const { statusCode } = await backend().app.inject({ method, url });
        expect([400, 404]).toContain(statusCode);
      }
    },
  );
});

describe('a client that takes its time', () => {
  const HALF = `POST ${LOGIN_ROUTE} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{`;

  test.each([
    ['sends half a body', HALF],
    ['sends half a head', `POST ${LOGIN_ROUTE} HTTP/1.1\r\nhost: a\r\n`],
    ['sends nothing', ''],
  ])('and %s: 300 of them are cut, and others served meanwhile', async (_, bytes) => {
    const { port } = await listening({ timeout: 400 });
    const slow = Array.from({ length: 300 }, () => open(port));
    // Not `once`, which rejects for the error of a socket that is cut while it is written to.
    const ended = slow.map((socket) => new Promise((resolve) => socket.resume().on('close', resolve)));
    for (const socket of slow) socket.write(bytes);
    // Drips, so that no pause is long enough to be cut for.
    const drip = setInterval(() => {
      for (const socket of slow) if (bytes !== '' && socket.writable) socket.write('a');
    }, 100);
    try {
      const health = 'GET /health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n';
      expect(await statusOf(port, Buffer.from(health))).toBe(200);
      await Promise.all(ended);
    } finally {
      clearInterval(drip);
    }
  });

  test('is refused for a body that is too large, before it has arrived', async () => {
    const { port } = await listening();
    const head = (route: string) =>
      `POST ${route} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 1000000000\r\n\r\n`;
    for (const route of [LOGIN_ROUTE, CALLBACK_ROUTE]) {
      const socket = open(port);
      socket.write(head(route));
      const [answer] = await once(socket, 'data');
      expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
    }
    const socket = open(port);
    socket.write(head(POLICY_ROUTE));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 405 /);
  });
});

test('answers what is in flight when it closes', async () => {
  let answerLogin: (response: ServerResponse) => void = () => undefined;
  const pending = new Promise<ServerResponse>((resolve) => {
    answerLogin = resolve;
  });
  const apiUrl = await runServer((_request, response) => answerLogin(response));
  const { app, port } = await listening({ environment: wechatEnvironment(apiUrl) });
  const answer = fetch(`http://127.0.0.1:${port}${LOGIN_ROUTE}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"code":"the-code"}',
  });
  const wechat = await pending;
  const closed = app.close();
  wechat.end('{"openid":"an-openid"}');
  const { status, headers } = await answer;
  expect([status, headers.get('connection')]).toEqual([200, 'close']);
  await closed;
});
