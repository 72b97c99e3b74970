import { POLICY_ROUTE } from '../../../server/policy-route';
import { SIGNED_AT } from '../../sample-policy';
import { backend, type TestBackendOptions, wechatEnvironment } from '../backend';
import { endServers } from '../loopback';
import { answering, login, OPENID, success, withWechat } from './wechat';

afterEach(endServers);

describe('the policy route', () => {
  async function tokenOf(options: TestBackendOptions = {}) {
    const { app } = await withWechat(success, options);
    const { token } = (await app.inject(login())).json();
    return { app, token: String(token) };
  }
  const ask = (authorization: string) => ({ url: POLICY_ROUTE, headers: { authorization } });

  test.each([
    ['no token', {}, 'token_missing'],
    ['another scheme', { authorization: 'Basic dTpw' }, 'token_missing'],
    ['a token that is none', { authorization: 'Bearer a.b.c' }, 'token_invalid'],
    ['two tokens', { authorization: 'Bearer a.b.c a.b.c' }, 'token_missing'],
    ['signs that are in no token', { authorization: 'Bearer ../uploads/图' }, 'token_missing'],
  ])('answers 401 to %s, and says how to log in', async (_, headers, code) => {
    const { app } = await withWechat(success);
    const answer = await app.inject({ url: POLICY_ROUTE, headers });
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, code]);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  test('answers 401 to a token that has expired, and to one of another mini-program', async () => {
    const { token } = await tokenOf();
    const later = backend({
      environment: wechatEnvironment(),
      now: () => new Date(SIGNED_AT.getTime() + 3_600_000),
    });
    expect((await later.app.inject(ask(`Bearer ${token}`))).json().error.code).toBe('token_expired');
    const other = backend({ environment: { ...wechatEnvironment(), WECHAT_APPID: 'wxfedcba9876543210' } });
    expect((await other.app.inject(ask(`Bearer ${token}`))).statusCode).toBe(401);
  });

  test('gives another user another folder', async () => {
    const dirs = [];
    for (const openid of [OPENID, `${OPENID}2`]) {
      const { app } = await withWechat(answering({ openid }));
      const { token } = (await app.inject(login())).json();
      dirs.push((await app.inject(ask(`Bearer ${token}`))).json().dir);
    }
    expect(new Set(dirs).size).toBe(2);
  });

  test('signs no policy beyond the life of the token', async () => {
    const { token } = await tokenOf({ environment: { SESSION_SECONDS: '300' } });
    const { app } = backend({ environment: wechatEnvironment(), now: () => new Date(SIGNED_AT.getTime() + 120_000) });
    const answer = (await app.inject(ask(`Bearer ${token}`))).json();
    expect(answer.expire).toBe(SIGNED_AT.getTime() / 1000 + 300);
    const document = JSON.parse(Buffer.from(answer.policy, 'base64').toString());
    expect(Date.parse(document.expiration)).toBe(SIGNED_AT.getTime() + 300_000);
  });

  test('names each key itself with KEY=exact, and never the same twice', async () => {
    const { app, token } = await tokenOf({ environment: { KEY: 'exact' } });
    const keys = [];
    for (let i = 0; i < 3; i += 1) {
      const { policy, dir } = (await app.inject(ask(`Bearer ${token}`))).json();
      const { conditions } = JSON.parse(Buffer.from(policy, 'base64').toString());
      const [, , key] = conditions.find((one: unknown[]) => one[1] === '$key');
      expect(conditions).toContainEqual(['eq', '$key', key]);
      expect(key).toMatch(new RegExp(`^${dir}[0-9a-f]{32}$`));
      keys.push(key);
    }
    expect(new Set(keys).size).toBe(3);
  });
});

describe("a team's own identity", () => {
  const withUser = (id: string) =>
    backend({ environment: { AUTH: 'custom' }, hooks: { authorize: () => ({ id }) } }).app.inject(POLICY_ROUTE);

  test('is what `authorize` says', async () => {
    expect((await withUser('user-42')).json().dir).toBe('uploads/user-42/');
  });

  test.each([
    '',
    '.',
    '..',
    '../a',
    'a/b',
    'a%2fb',
    'a\\b',
    '．．',
    'ａ',
    'a\u202eb',
    'a\0',
    'a b',
    'é',
    'a'.repeat(65),
  ])('leads to no folder but the own one: %j is refused', async (id) => {
    const answer = await withUser(id);
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'user_unusable']);
  });

  test('is required with AUTH=custom', () => {
    expect(() => backend({ environment: { AUTH: 'custom' } })).toThrow(/`authorize` in server\/hooks.ts/);
  });
});
