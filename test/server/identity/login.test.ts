import type { RequestListener } from 'node:http';
import { createCodeToOpenid } from '../../../server/identity/wechat-login';
import { POLICY_ROUTE } from '../../../server/policy-route';
import { APPID, USER_KEY, WECHAT_SECRET } from '../backend';
import { endServers, runServer } from '../loopback';
import { answering, login, OPENID, success, withWechat } from './wechat';

afterEach(endServers);

test('trades a code at WeChat for a token, with which there are policies for a folder of the user', async () => {
  const { app, asked } = await withWechat(success);
  const answer = await app.inject(login());
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
  expect(answer.json()).toEqual({ token: expect.any(String), expires_in: 3600 });
  expect(asked.map(({ pathname, searchParams }) => [pathname, Object.fromEntries(searchParams)])).toEqual([
    [
      '/sns/jscode2session',
      { appid: APPID, secret: WECHAT_SECRET, js_code: 'the-code', grant_type: 'authorization_code' },
    ],
  ]);

  const headers = { authorization: `Bearer ${answer.json().token}` };
  const policy = await app.inject({ url: POLICY_ROUTE, headers });
  expect(policy.statusCode).toBe(200);
  expect(policy.json().dir).toMatch(/^uploads\/[0-9a-f]{32}\/$/);
});

test('the folder is the same for every login and every key of sessions, and tells no openid', async () => {
  const dirs = [];
  for (const SESSION_KEYS of ['1'.repeat(32), '2'.repeat(32)]) {
    const { app } = await withWechat(success, { environment: { SESSION_KEYS } });
    const { token } = (await app.inject(login())).json();
    const policy = await app.inject({ url: POLICY_ROUTE, headers: { authorization: `Bearer ${token}` } });
    dirs.push(policy.json().dir);
    expect(token + policy.body + Buffer.from(token.split('.')[1], 'base64url')).not.toContain(OPENID);
  }
  expect(dirs[0]).toBe(dirs[1]);
});

test('logs neither secrets nor codes nor openids, whatever WeChat answers', async () => {
  for (const listener of [success, answering({ errcode: 40125, errmsg: `invalid secret ${WECHAT_SECRET}` })]) {
    const { app, log } = await withWechat(listener);
    const answer = await app.inject(login());
    for (const hidden of [WECHAT_SECRET, USER_KEY, 'the-code', OPENID, 'the-session-key', 'the-unionid']) {
      expect(log() + answer.body).not.toContain(hidden);
    }
    expect(log()).not.toContain(answer.json().token ?? 'no token');
    expect(log()).toContain('/login');
  }
});

test('says who logged in to the hook of that name', async () => {
  const logins: object[] = [];
  const { app } = await withWechat(success, { hooks: { onLogin: (login) => void logins.push(login) } });
  await app.inject(login());
  expect(logins).toEqual([{ openid: OPENID, user: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
});

test.each([
  [40029, 401, 'code_invalid'],
  [40163, 401, 'code_invalid'],
  [45011, 429, 'too_many_logins'],
  [40226, 403, 'user_blocked'],
  [45009, 503, 'wechat_failed'],
  [40013, 503, 'wechat_failed'],
  [40125, 503, 'wechat_failed'],
  [-1, 503, 'wechat_failed'],
  [99999, 503, 'wechat_failed'],
])('answers errcode %d with %d', async (errcode, status, code) => {
  const { app } = await withWechat(answering({ errcode, errmsg: 'some reason' }));
  const answer = await app.inject(login());
  expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
  expect(answer.headers['retry-after']).toEqual(status === 429 || status === 503 ? expect.any(String) : undefined);
});

test('asks once more where WeChat is busy', async () => {
  let count = 0;
  const { app } = await withWechat((request, response) =>
    (++count === 1 ? answering({ errcode: -1 }) : success)(request, response),
  );
  expect((await app.inject(login())).statusCode).toBe(200);
  expect(count).toBe(2);
});

test.each<[string, RequestListener]>([
  ['no JSON', (_request, response) => void response.end('<html>')],
  ['JSON of something else', answering({ error: 'who' })],
  ['no openid', answering({ errcode: 0, session_key: 'the-session-key' })],
  ['a redirect', (_request, response) => void response.writeHead(302, { location: '/elsewhere' }).end()],
  ['nothing', (request) => void request.socket.destroy()],
])('answers 503 where WeChat gives %s', async (_, listener) => {
  const { app, asked } = await withWechat(listener);
  const answer = await app.inject(login());
  expect([answer.statusCode, answer.json().error.code]).toEqual([503, 'wechat_failed']);
  expect(asked).toHaveLength(1);
});

test('gives up on a WeChat that does not answer', async () => {
  const apiUrl = await runServer(() => undefined);
  const codeToOpenid = createCodeToOpenid({ appid: APPID, secret: WECHAT_SECRET, apiUrl }, 50);
  await expect(codeToOpenid('the-code')).rejects.toMatchObject({ statusCode: 503, detail: 'TimeoutError' });
});

test.each([
  ['no code', { payload: {} }, 400],
  ['a code that is no text', login(7), 400],
  ['an empty code', login(''), 400],
  ['a code with blanks', login('a b'), 400],
  ['a code too long', login('c'.repeat(129)), 400],
  ['a list', { payload: [] }, 400],
  ['null', { payload: 'null', headers: { 'content-type': 'application/json' } }, 400],
  ['no JSON', { payload: '{', headers: { 'content-type': 'application/json' } }, 400],
  ['nothing', {}, 400],
  ['a form', { payload: 'code=c', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
  ['2 KB', login('c'.repeat(2048)), 413],
])('refuses %s without asking WeChat', async (_, request, status) => {
  const { app, asked } = await withWechat(success);
  const answer = await app.inject({ ...login(), payload: undefined, ...request } as object);
  expect([answer.statusCode, answer.json()]).toEqual([
    status,
    { error: { code: expect.any(String), message: expect.any(String) } },
  ]);
  expect(asked).toEqual([]);
});
