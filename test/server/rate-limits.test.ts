import type { Redis } from 'ioredis';
import { CALLBACK_ROUTE } from '../../server/callback/callback-field';
import { POLICY_ROUTE } from '../../server/policy-route';
import { connectRedis } from '../../server/redis';
import { backend, type TestBackendOptions } from './backend';
import { callbackRequest, createKeyPair, trustingBackend } from './callback/callback-sender';
import { endServers } from './loopback';
import { type RunningRedis, startRedis } from './redis-server';

afterEach(endServers);

/** A backend where the user is what the header `x-user` says. */
function limited(options: TestBackendOptions = {}) {
  const environment = { AUTH: 'custom', RATE_PER_USER: '3', RATE_PER_ADDRESS: '5', ...options.environment };
  const hooks = { authorize: ({ headers }: { headers: object }) => ({ id: Object(headers)['x-user'] ?? 'anyone' }) };
  return backend({ ...options, environment, hooks });
}

type App = ReturnType<typeof backend>['app'];

const ask = (app: App, { user = 'anyone', ip = '127.0.0.1', url = POLICY_ROUTE, forwarded = '' } = {}) =>
  app.inject({
    url,
    remoteAddress: ip,
    headers: { 'x-user': user, ...(forwarded && { 'x-forwarded-for': forwarded }) },
  });

async function statuses(count: number, request: () => ReturnType<typeof ask>): Promise<number[]> {
  const all = [];
  for (let i = 0; i < count; i += 1) all.push((await request()).statusCode);
  return all;
}

describe('policies are limited', () => {
  test('by user, wherever the user is', async () => {
    const { app } = limited();
    let n = 0;
    const elsewhere = () => ask(app, { user: 'ann', ip: `198.51.100.${++n}` });
    expect(await statuses(4, elsewhere)).toEqual([200, 200, 200, 429]);
    expect((await ask(app, { user: 'bob', ip: '198.51.100.9' })).statusCode).toBe(200);
  });

  test('by address, whoever asks for whatever is there or not', async () => {
    const { app } = limited();
    let n = 0;
    const other = () => ask(app, { user: `user-${++n}`, url: n % 2 ? '/nowhere' : POLICY_ROUTE });
    expect(await statuses(6, other)).toEqual([404, 200, 404, 200, 404, 429]);
    expect((await ask(app, { ip: '198.51.100.9' })).statusCode).toBe(200);
  });

  test('by the first 64 bits of an IPv6 address', async () => {
    const { app } = limited();
    let n = 0;
    const neighbour = () => ask(app, { user: `user-${++n}`, ip: `2001:db8:1:2:${n}::${n}` });
    expect(await statuses(6, neighbour)).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await ask(app, { user: 'other', ip: '2001:db8:1:3::1' })).statusCode).toBe(200);
  });

  test('by the address that a trusted proxy names, and by no other header', async () => {
    const trusting = limited({ environment: { TRUST_PROXY: '127.0.0.1' } }).app;
    let n = 0;
    const proxied = (app: App) => () => ask(app, { user: `user-${++n}`, forwarded: `198.51.100.${n}` });
    expect(await statuses(6, proxied(trusting))).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await statuses(6, proxied(limited().app))).toEqual([200, 200, 200, 200, 200, 429]);
    // A client that writes the header itself gets no new address by it: the proxy's entry is the last.
    const spoofed = () => ask(trusting, { user: `user-${++n}`, forwarded: `203.0.113.${n}, 198.51.100.77` });
    expect(await statuses(6, spoofed)).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test('with Retry-After and JSON, which the mini-program honours', async () => {
    const { app } = limited();
    await statuses(3, () => ask(app));
    const answer = await ask(app);
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(answer.json()).toEqual({
      error: { code: 'too_many_requests', message: expect.stringContaining('at most 3') },
    });
  });

  test('but health checks and the reports of OSS are not', async () => {
    const keys = createKeyPair();
    const { app, keyUrl } = await trustingBackend(keys, { environment: { RATE_PER_ADDRESS: '1' } });
    for (const url of ['/health', '/ready'])
      expect(await statuses(3, () => ask(app, { url }))).toEqual([200, 200, 200]);
    const report = () => app.inject(callbackRequest({ keys, keyUrl }));
    expect(await statuses(3, report)).toEqual([200, 200, 200]);
    expect(CALLBACK_ROUTE).toBe(callbackRequest({ keys, keyUrl }).url);
  });
});

describe('with Redis', () => {
  let server: RunningRedis;
  const clients: Redis[] = [];

  beforeEach(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.disconnect();
    await server.stop();
  });

  function client(): Redis {
    const redis = connectRedis(server.url);
    redis.on('error', () => undefined); // main.ts logs it
    clients.push(redis);
    return redis;
  }

  /** As many backends as one would run behind a load balancer. */
  async function processes(count: number): Promise<App[]> {
    const redis = Array.from({ length: count }, client);
    await Promise.all(redis.map((one) => new Promise((resolve) => one.once('ready', resolve))));
    return redis.map((one) => limited({ redis: one }).app);
  }

  test('processes share the limits by user and by address', async () => {
    const apps = await processes(3);
    let n = 0;
    const anyProcess = (request: object) => () => ask(apps[++n % 3] as App, request); // there are three
    expect(await statuses(4, anyProcess({ user: 'ann' }))).toEqual([200, 200, 200, 429]);
    expect(await statuses(2, anyProcess({ user: 'bob' }))).toEqual([200, 429]);
    expect(await statuses(1, anyProcess({ user: 'bob', ip: '198.51.100.9' }))).toEqual([200]);
  });

  test('processes share what reports they have seen', async () => {
    const keys = createKeyPair();
    const stored: unknown[] = [];
    const hooks = { onStored: (object: unknown) => void stored.push(object) };
    const redis = [client(), client()];
    await Promise.all(redis.map((one) => new Promise((resolve) => one.once('ready', resolve))));
    for (const one of redis) {
      const { app, keyUrl } = await trustingBackend(keys, { hooks, redis: one });
      for (let i = 0; i < 2; i += 1) {
        expect((await app.inject(callbackRequest({ keys, keyUrl }))).statusCode).toBe(200);
      }
    }
    expect(stored).toHaveLength(1);
  });

  test('while it is out nothing is limited, and nobody waits', async () => {
    const [app] = await processes(1);
    await server.stop();
    expect(await statuses(6, () => ask(app as App))).toEqual([200, 200, 200, 200, 200, 200]); // there is one
    server = await startRedis();
  });
});
