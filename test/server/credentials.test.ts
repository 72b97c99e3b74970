import * as sdkHttp from '@alicloud/credentials/dist/src/providers/http';
import { type Credential, fetchFromChain, refreshing } from '../../server/credentials';
import { POLICY_ROUTE } from '../../server/policy-route';
import { SIGNED_AT } from '../sample-policy';
import { backend } from './backend';
import { endServers, runServer } from './loopback';

const MINUTE = 60_000;

let time: number;
beforeEach(() => {
  time = SIGNED_AT.getTime();
});
afterEach(endServers);

const now = () => new Date(time);

/** A token that is valid for an hour from now on. */
const token = (name: string, minutes = 60): Credential => ({
  accessKeyId: name,
  accessKeySecret: `secret of ${name}`,
  securityToken: `token of ${name}`,
  expires: new Date(time + minutes * MINUTE),
});

/** A source whose fetches a test answers one by one. */
function source() {
  const fetches: { resolve(one: Credential): void; reject(error: Error): void }[] = [];
  const failures: string[] = [];
  const credentials = refreshing(
    () => new Promise<Credential>((resolve, reject) => void fetches.push({ resolve, reject })),
    { now, onFailure: (reason) => void failures.push(reason) },
  );
  return { credentials, fetches, failures, idOf: async () => (await credentials.get()).accessKeyId };
}

test('fetches once for all that ask at the same time, and not again before half the life is over', async () => {
  const { fetches, idOf } = source();
  const ids = [idOf(), idOf(), idOf()];
  expect(fetches).toHaveLength(1);
  fetches[0]?.resolve(token('first'));
  expect(await Promise.all(ids)).toEqual(['first', 'first', 'first']);
  time += 29 * MINUTE;
  expect(await idOf()).toBe('first');
  expect(fetches).toHaveLength(1);
});

test('refreshes at half the life, once, and uses the old one meanwhile', async () => {
  const { fetches, idOf } = source();
  const first = idOf();
  fetches[0]?.resolve(token('first'));
  await first;
  time += 30 * MINUTE;
  expect(await Promise.all([idOf(), idOf()])).toEqual(['first', 'first']);
  expect(fetches).toHaveLength(2);
  fetches[1]?.resolve(token('second'));
  await new Promise(setImmediate);
  expect(await idOf()).toBe('second');
});

test('keeps the old one over failures while it lasts, and tries again every five seconds', async () => {
  const { fetches, failures, idOf } = source();
  const first = idOf();
  fetches[0]?.resolve(token('first'));
  await first;
  time += 30 * MINUTE;
  await idOf();
  fetches[1]?.reject(new Error('no network'));
  await new Promise(setImmediate);
  expect(failures).toEqual(['no network']);
  expect(await idOf()).toBe('first');
  expect(fetches).toHaveLength(2);
  time += 5_000;
  expect(await idOf()).toBe('first');
  expect(fetches).toHaveLength(3);

  // From three minutes before the end a policy would be shorter than a minute.
  fetches[2]?.reject(new Error('no network'));
  await new Promise(setImmediate);
  time += 27 * MINUTE;
  const last = idOf();
  fetches[3]?.reject(new Error('no network'));
  await expect(last).rejects.toMatchObject({ statusCode: 503, code: 'no_credentials' });
});

test('repeats nothing that an endpoint answered, which may hold half a credential', async () => {
  const { fetches, failures, idOf } = source();
  const first = idOf();
  fetches[0]?.reject(new Error('error retrieving credentials: {"AccessKeySecret":"hush"}.'));
  await expect(first).rejects.toMatchObject({ statusCode: 503 });
  expect(failures).toEqual(['error retrieving credentials: {…}.']);
});

describe('the backend', () => {
  const withCredentials = (get: () => Promise<Credential>) => backend({ credentials: refreshing(get, { now }), now });

  test("signs no policy beyond two minutes before the token's end", async () => {
    const { app } = withCredentials(async () => token('first', 7));
    const answer = (await app.inject(POLICY_ROUTE)).json();
    expect(answer).toMatchObject({ expire: time / 1000 + 300, security_token: 'token of first' });
    const document = JSON.parse(Buffer.from(answer.policy, 'base64').toString());
    expect(document.expiration).toBe(new Date(time + 5 * MINUTE).toISOString());
    expect(document.conditions).toContainEqual({ 'x-oss-security-token': 'token of first' });
  });

  test('is not ready without credentials, but healthy; and ready once there are some', async () => {
    let up = false;
    const { app, log } = withCredentials(async () => {
      if (!up) throw new Error('no role');
      return token('first');
    });
    const [policy, ready, health] = [
      await app.inject(POLICY_ROUTE),
      await app.inject('/ready'),
      await app.inject('/health'),
    ];
    expect([policy.statusCode, ready.statusCode, health.statusCode]).toEqual([503, 503, 200]);
    expect(policy.headers['retry-after']).toBe('5');
    expect(policy.json().error.code).toBe('no_credentials');
    up = true;
    time += 5_000;
    expect((await app.inject('/ready')).statusCode).toBe(200);
    expect((await app.inject(POLICY_ROUTE)).statusCode).toBe(200);
    expect(log()).not.toContain('secret of first');
  });
});

describe("Alibaba Cloud's credential chain", () => {
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  /** Only the URI of the chain. */
  function useUri(url: string): void {
    process.env = {
      ...environment,
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
      ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'true',
      ALIBABA_CLOUD_CREDENTIALS_FILE: '/nowhere',
      ALIBABA_CLOUD_CREDENTIALS_URI: url,
    };
  }

  const answer = (expires: Date) => ({
    Code: 'Success',
    AccessKeyId: 'STS.id',
    AccessKeySecret: 'the-secret',
    SecurityToken: 'the-token',
    Expiration: expires.toISOString().replace(/\.\d+/, ''),
  });

  test('gives a key, its token and when it expires, anew for each fetch', async () => {
    const expires = new Date(Math.floor(Date.now() / 1000) * 1000 + 60 * MINUTE);
    let count = 0;
    useUri(
      await runServer((_request, response) => {
        count += 1;
        response.end(JSON.stringify(answer(expires)));
      }),
    );
    const expected = { accessKeyId: 'STS.id', accessKeySecret: 'the-secret', securityToken: 'the-token', expires };
    expect(await fetchFromChain(now)).toEqual(expected);
    expect(await fetchFromChain(now)).toEqual(expected);
    expect(count).toBe(2);
  });

  test('gives the static key of the environment', async () => {
    process.env = { ...environment, ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' };
    expect(await fetchFromChain(now)).toEqual({
      accessKeyId: 'id',
      accessKeySecret: 'secret',
      securityToken: undefined,
    });
  });

  test('is used by OSS_CREDENTIALS=chain, and its failures are logged without what they quote', async () => {
    useUri(await runServer((_request, response) => response.end('{"AccessKeyId":"id","AccessKeySecret":"hush"}')));
    const { app, log } = backend({ environment: { OSS_CREDENTIALS: 'chain' } });
    expect((await app.inject('/ready')).statusCode).toBe(503);
    expect(log()).toContain('no credentials for OSS');
    expect(log()).not.toContain('hush');
  });
});

test('assumes a role with the access key, for an hour, and signs with its session', async () => {
  const expires = new Date(Math.floor(Date.now() / 1000) * 1000 + 60 * MINUTE);
  const session = {
    AccessKeyId: 'STS.id',
    AccessKeySecret: 'the-secret',
    SecurityToken: 'the-token',
    Expiration: expires.toISOString().replace(/\.\d+/, ''),
  };
  const asked: { parameters: object; host: string }[] = [];
  // STS is asked by https alone, so no server on loopback can stand in.
  const sts = jest.spyOn(sdkHttp, 'doRequest').mockImplementation(async ({ queries, bodyForm, host }) => {
    asked.push({ parameters: { ...queries, ...bodyForm }, host });
    return { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify({ Credentials: session })) };
  });
  try {
    const OSS_ROLE_ARN = 'acs:ram::1234567890123456:role/policy-backend';
    const { app, log } = backend({ environment: { OSS_ROLE_ARN }, now: () => new Date() });
    for (const answer of [await app.inject(POLICY_ROUTE), await app.inject(POLICY_ROUTE)]) {
      expect(answer.json()).toMatchObject({
        x_oss_credential: expect.stringMatching(/^STS\.id\//),
        security_token: 'the-token',
      });
    }
    expect(asked).toMatchObject([
      {
        host: 'sts.aliyuncs.com',
        parameters: { Action: 'AssumeRole', RoleArn: OSS_ROLE_ARN, DurationSeconds: '3600' },
      },
    ]);
    expect(log()).not.toContain('the-secret');
  } finally {
    sts.mockRestore();
  }
});
