import { createApp, POLICY_ROUTE } from '../../server/app';
import { readServerSettings } from '../../server/settings';
import { policyAnswer, SIGNED_AT } from '../sample-policy';

const SECRET = 'sample-key-secret';
const TOKEN = 'sample-security-token';

/** A backend whose log lines are recorded. */
function backend({ environment = {}, now = () => SIGNED_AT }: { environment?: object; now?: () => Date } = {}) {
  const log: string[] = [];
  const settings = readServerSettings({
    OSS_ACCESS_KEY_ID: 'sample-key-id',
    OSS_ACCESS_KEY_SECRET: SECRET,
    OSS_BUCKET: 'pictures',
    OSS_REGION: 'cn-hangzhou',
    OSS_CONTENT_TYPES: 'image/jpeg,image/png,image/webp',
    LOG_LEVEL: 'debug',
    ...environment,
  });
  const app = createApp({ settings, now, logStream: { write: (line) => log.push(line) } });
  return { app, log: () => log.join('') };
}

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

test('answers /health', async () => {
  const answer = await backend().app.inject('/health');
  expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
});

test.each([POLICY_ROUTE, '/health'])('answers HEAD %s without a body', async (url) => {
  const answer = await backend().app.inject({ method: 'HEAD', url });
  expect([answer.statusCode, answer.body]).toEqual([200, '']);
});

describe('reports client errors as JSON', () => {
  const large = 'x'.repeat(2 * 1024 * 1024);

  test.each([
    ['another method', { method: 'POST', url: POLICY_ROUTE }, 405, 'method_not_allowed', 'Expected GET, got POST.'],
    ['a method of CORS', { method: 'OPTIONS', url: POLICY_ROUTE }, 405, 'method_not_allowed', 'got OPTIONS.'],
    ['another method with a query', { method: 'PUT', url: '/health?a=b' }, 405, 'method_not_allowed', 'got PUT.'],
    ['2 MB of body', { method: 'POST', url: POLICY_ROUTE, payload: large }, 405, 'method_not_allowed', 'got POST.'],
    ['2 MB to nowhere', { method: 'POST', url: '/nowhere', payload: large }, 404, 'not_found', POLICY_ROUTE],
    ['an unknown path', { method: 'GET', url: '/' }, 404, 'not_found', `Expected ${POLICY_ROUTE} or /health.`],
    ['a path too long', { method: 'GET', url: `${POLICY_ROUTE}/more` }, 404, 'not_found', POLICY_ROUTE],
    [
      'a query',
      { method: 'GET', url: `${POLICY_ROUTE}?dir=../&a` },
      400,
      'bad_query',
      'Expected no query, got dir, a.',
    ],
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
