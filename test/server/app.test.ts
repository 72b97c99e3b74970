import { POLICY_ROUTE } from '../../server/policy-route';
import { policyAnswer, SIGNED_AT } from '../sample-policy';
import { backend } from './backend';

const SECRET = 'sample-key-secret';
const TOKEN = 'sample-security-token';

test('answers the policy route with a policy signed now, and forbids caching it', async () => {
  const { app } = backend();
  const answer = await app.inject(POLICY_ROUTE);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.json()).toEqual(policyAnswer());
});

test('dates each policy with the time of its request', async () => {
  let time = SIGNED_AT.getTime();
  const { app } = backend({ now: () => new Date(time) });
  const first = await app.inject(POLICY_ROUTE);
  time += 60_000;
  const second = await app.inject(POLICY_ROUTE);
  expect(second.json().expire - first.json().expire).toBe(60);
});

test('signs with V1 or STS according to the settings', async () => {
  const { app } = backend({ environment: { OSS_SIGNATURE_VERSION: 'v1', OSS_SECURITY_TOKEN: TOKEN } });
  const answer = (await app.inject(POLICY_ROUTE)).json();
  expect(Object.keys(answer).sort()).toEqual([
    'accessid',
    'dir',
    'expire',
    'host',
    'policy',
    'security_token',
    'signature',
  ]);
});

test('ignores a query, which a proxy or an analytics tool may add', async () => {
  const answer = await backend().app.inject(`${POLICY_ROUTE}?utm_source=a&dir=../`);
  expect([answer.statusCode, answer.json()]).toEqual([200, policyAnswer()]);
});

test.each([
  ['/health', 'ok'],
  ['/ready', 'ready'],
])('answers %s, and logs nothing of it', async (url, status) => {
  const { app, log } = backend();
  await app.ready();
  const before = log();
  const answer = await app.inject(url);
  expect([answer.statusCode, answer.json()]).toEqual([200, { status }]);
  expect(log()).toBe(before);
});

test('warns that everyone may upload', async () => {
  const { app, log } = backend();
  await app.ready();
  expect(log()).toContain('AUTH=none: everyone who reaches this backend may upload');
});

test.each([
  ['https://pictures.oss-cn-hangzhou.aliyuncs.com', true],
  ['https://pictures.oss-cn-hongkong.aliyuncs.com', false],
  ['https://pictures.oss-ap-southeast-1.aliyuncs.com', false],
  ['https://pictures.example.com', false],
])('with the host %s, a warning of the default domain: %p', async (host, isWarned) => {
  const { app, log } = backend({ environment: { OSS_HOST: host } });
  await app.ready();
  expect(log().includes('OSS_HOST is not set')).toBe(isWarned);
});

test('logs one line for a request: its id, which no other process makes, the path and the status', async () => {
  const lines = await Promise.all(
    [backend(), backend()].map(async ({ app, log }) => {
      await app.inject(`${POLICY_ROUTE}?secret=${SECRET}`);
      return log()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .filter(({ req }) => req !== undefined);
    }),
  );
  const expected = { req: { method: 'GET', path: POLICY_ROUTE, ip: '127.0.0.1' }, statusCode: 200, msg: 'answered' };
  for (const line of lines) expect(line).toMatchObject([expected]);
  expect(lines[0]?.[0].reqId).not.toBe(lines[1]?.[0].reqId);
});

describe('the address of a client in the log', () => {
  const headers = { 'x-forwarded-for': '198.51.100.7, 10.1.2.3' };
  test.each([
    ['is that of the connection', '', '127.0.0.1'],
    ['is what a trusted proxy says', 'loopback,10.0.0.0/8', '198.51.100.7'],
    ['is what the last trusted proxy says', 'loopback', '10.1.2.3'],
  ])('%s with TRUST_PROXY=%j', async (_, TRUST_PROXY, ip) => {
    const { app, log } = backend({ environment: { TRUST_PROXY } });
    await app.inject({ url: POLICY_ROUTE, headers });
    expect(log()).toContain(`"ip":"${ip}"`);
  });
});

test.each([POLICY_ROUTE, '/health', '/ready'])('answers HEAD %s without a body', async (url) => {
  const answer = await backend().app.inject({ method: 'HEAD', url });
  expect([answer.statusCode, answer.body]).toEqual([200, '']);
});

describe('reports client errors as JSON', () => {
  const large = 'x'.repeat(2 * 1024 * 1024);

  test.each([
    [
      'another method',
      { method: 'POST', url: POLICY_ROUTE },
      405,
      'method_not_allowed',
      'Expected GET, HEAD, got POST.',
    ],
    ['a method of CORS', { method: 'OPTIONS', url: POLICY_ROUTE }, 405, 'method_not_allowed', 'got OPTIONS.'],
    ['another method with a query', { method: 'PUT', url: '/health?a=b' }, 405, 'method_not_allowed', 'got PUT.'],
    ['2 MB of body', { method: 'POST', url: POLICY_ROUTE, payload: large }, 405, 'method_not_allowed', 'got POST.'],
    ['2 MB to nowhere', { method: 'POST', url: '/nowhere', payload: large }, 404, 'not_found', POLICY_ROUTE],
    [
      'an unknown path',
      { method: 'GET', url: '/' },
      404,
      'not_found',
      `Expected ${POLICY_ROUTE} or /health or /ready.`,
    ],
    ['a path that is a pattern', { method: 'GET', url: '/*a' }, 404, 'not_found', POLICY_ROUTE],
    ['a path that is half a pattern', { method: 'GET', url: '/:a(x' }, 404, 'not_found', POLICY_ROUTE],
    ['a path too long', { method: 'GET', url: `${POLICY_ROUTE}/more` }, 404, 'not_found', POLICY_ROUTE],
    ['a path that cannot be decoded', { method: 'GET', url: '/%E5%9?token=t' }, 400, 'bad_request', 'Expected a path'],
  ] as const)('%s', async (_, request, status, code, message) => {
    const answer = await backend().app.inject(request);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.json()).toEqual({ error: { code, message: expect.stringContaining(message) } });
    const { allow } = answer.headers;
    expect(allow).toBe(status === 405 ? 'GET, HEAD' : undefined);
  });
});

describe('an internal error', () => {
  const fault = new Error('the clock stands still');
  const faulty = () =>
    backend({
      now: () => {
        throw fault;
      },
    });

  test('is answered without details', async () => {
    const answer = await faulty().app.inject(POLICY_ROUTE);
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({ error: { code: 'internal', message: expect.any(String) } });
    expect(answer.body).not.toMatch(/clock|\n\s+at |\.ts/);
  });

  test('is logged with its message but without its stack', async () => {
    const { app, log } = faulty();
    await app.inject(POLICY_ROUTE);
    expect(log()).toContain('the clock stands still');
    expect(log()).not.toMatch(/\\n\s+at /);
  });
});

test('logs no secret, signature or token, and answers with no secret', async () => {
  const { app, log } = backend({ environment: { OSS_SECURITY_TOKEN: TOKEN } });
  const headers = { authorization: `Bearer ${SECRET}`, cookie: `secret=${SECRET}` };
  const policy = await app.inject({ url: POLICY_ROUTE, headers });
  const misused = [POLICY_ROUTE, '/health', '/nowhere'].map((path) => `${path}?${SECRET}=${TOKEN}`);
  const answers = await Promise.all(
    misused.map((url) => app.inject({ method: 'POST', url, headers, payload: SECRET })),
  );

  const { signature, policy: document } = policy.json();
  expect(log()).toContain(POLICY_ROUTE);
  for (const hidden of [SECRET, TOKEN, signature, document]) expect(log()).not.toContain(hidden);
  for (const { body } of [policy, ...answers]) expect(body).not.toContain(SECRET);
});
