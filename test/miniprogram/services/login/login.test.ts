import { createLogin, type LoginWx } from '../../../../miniprogram/services/login/login';
import type { createUploader } from '../../../../miniprogram/services/oss-upload/index';
import type { Callbacks, RequestOptions } from '../../../../miniprogram/services/oss-upload/wx/contract';

const URL = 'https://upload.example.com/login';
const HOUR = 3_600_000;

type LoginCall = Callbacks<{ code: string }>;

/** A phone whose calls a test answers, with a clock and timers that a test moves. */
function phone() {
  const logins: LoginCall[] = [];
  const requests: RequestOptions[] = [];
  const timers = new Set<() => void>();
  let time = 0;
  const wx: LoginWx = {
    login: (options) => void logins.push(options),
    request: (options) => void requests.push(options),
  };
  const login = createLogin({
    url: URL,
    wx,
    now: () => time,
    timer: (_milliseconds, callback) => {
      timers.add(callback);
      return () => timers.delete(callback);
    },
  });
  const turn = () => new Promise(setImmediate);
  return {
    login,
    logins,
    requests,
    pass(milliseconds: number) {
      time += milliseconds;
    },
    fireTimers() {
      for (const callback of timers) callback();
    },
    /** Answers the last call of `wx.login` with a code, then the backend's request. */
    async answer(data: unknown = { token: `token-${logins.length}`, expires_in: 3600 }, statusCode = 200, header = {}) {
      logins.at(-1)?.success?.({ code: `code-${logins.length}` });
      await turn();
      requests.at(-1)?.success?.({ data, statusCode, header });
      await turn();
    },
  };
}

const bearer = (token: string) => ({ header: { Authorization: `Bearer ${token}` } });

test('trades a code of wx.login at the backend, and sends the token from then on', async () => {
  const { login, logins, requests, answer } = phone();
  const parts = login.parts();
  await answer();
  expect(await parts).toEqual(bearer('token-1'));
  expect(requests).toMatchObject([{ url: URL, method: 'POST', data: { code: 'code-1' }, timeout: 10_000 }]);
  expect(await login.parts()).toEqual(bearer('token-1'));
  expect(logins).toHaveLength(1);
});

test('shares a login in flight, and its failure', async () => {
  const { login, logins, answer } = phone();
  const all = [login.parts(), login.onUnauthorized(), login.parts()];
  await answer();
  expect(await Promise.all(all)).toEqual([bearer('token-1'), undefined, bearer('token-1')]);
  expect(logins).toHaveLength(1);

  const other = phone();
  const failing = [other.login.parts(), other.login.parts()].map((one) => one.catch(({ code }) => code));
  await other.answer('', 500);
  expect(await Promise.all(failing)).toEqual(['backend-failed', 'backend-failed']);
  const next = other.login.parts();
  await other.answer();
  expect(await next).toEqual(bearer('token-2'));
});

test('renews the token a quarter of an hour before its end, so that policies need not be short', async () => {
  const { login, logins, answer, pass } = phone();
  void login.parts();
  await answer();
  pass(HOUR - 15 * 60_000 - 1);
  expect(await login.parts()).toEqual(bearer('token-1'));
  pass(1);
  const parts = login.parts();
  await answer();
  expect(await parts).toEqual(bearer('token-2'));
  expect(logins).toHaveLength(2);
});

test('renews a token of ten minutes after five', async () => {
  const { login, logins, answer, pass } = phone();
  void login.parts();
  await answer({ token: 'short', expires_in: 600 });
  pass(299_999);
  expect(await login.parts()).toEqual(bearer('short'));
  pass(1);
  void login.parts().catch(() => undefined);
  expect(logins).toHaveLength(2);
});

test('logs in anew for a token that the backend refuses, once for all requests that it refused', async () => {
  const { login, logins, answer, pass } = phone();
  void login.parts();
  await answer();
  pass(60_000);
  const renewals = [login.onUnauthorized(), login.onUnauthorized()];
  await answer();
  await Promise.all(renewals);
  await login.onUnauthorized(); // of a request that was sent with the old token
  expect(await login.parts()).toEqual(bearer('token-2'));
  expect(logins).toHaveLength(2);
});

test('logs in anew after the phone has set its clock back', async () => {
  const { login, logins, answer, pass } = phone();
  void login.parts();
  await answer();
  pass(-HOUR);
  const renewal = login.onUnauthorized();
  await answer();
  await renewal;
  expect(logins).toHaveLength(2);
});

describe('fails', () => {
  test.each<[string, unknown, number, string]>([
    ['refuses', { error: { code: 'user_blocked' } }, 403, 'backend-refused'],
    ['does not take the code', { error: { code: 'code_invalid' } }, 401, 'backend-failed'],
    ['has too much to do', { error: { code: 'too_many_logins' } }, 429, 'backend-failed'],
    ['is out', { error: { code: 'wechat_failed' } }, 503, 'backend-failed'],
    ['answers no token', { ok: true }, 200, 'backend-refused'],
    ['answers no end', { token: 'a' }, 200, 'backend-refused'],
    ['is not who answers', '<html>sign in</html>', 200, 'not-from-backend'],
    ['is not who refuses', '<html>forbidden</html>', 403, 'not-from-backend'],
    ['answers null', null, 200, 'not-from-backend'],
  ])('where the backend %s', async (_, data, statusCode, code) => {
    const { login, answer } = phone();
    const parts = login.parts();
    const caught = parts.catch((error) => error);
    await answer(data, statusCode, { 'Retry-After': '7' });
    expect(await caught).toMatchObject({ code, details: { status: statusCode, retryAfter: 7000 } });
  });

  test('without quoting a token', async () => {
    const { login, answer } = phone();
    const caught = login.parts().catch((error) => error);
    await answer({ token: 'hush-hush' });
    expect(String(await caught)).not.toContain('hush');
  });

  test.each([
    [
      'wx.login',
      (one: ReturnType<typeof phone>) => one.logins[0]?.fail?.({ errMsg: 'login:fail interrupted', errno: 600003 }),
    ],
    ['an answer of wx.login', (one: ReturnType<typeof phone>) => one.fireTimers()],
  ])('without %s, and may be retried', async (_, fail) => {
    const one = phone();
    const caught = one.login.parts().catch((error) => error);
    fail(one);
    expect(await caught).toMatchObject({ name: 'UploadError', remedy: 'retry' });
  });

  test('without a network to the backend', async () => {
    const { login, logins, requests } = phone();
    const caught = login.parts().catch((error) => error);
    logins[0]?.success?.({ code: 'code' });
    await new Promise(setImmediate);
    requests[0]?.fail?.({ errMsg: 'request:fail timeout', errno: 5 });
    expect(await caught).toMatchObject({ name: 'UploadError', remedy: 'retry' });
  });
});

test("fits an uploader's policy", () => {
  const { login } = phone();
  const policy: Parameters<typeof createUploader>[0]['policy'] = { url: URL, ...login };
  expect(policy).toMatchObject(login);
});
