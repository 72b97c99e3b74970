import type { UploadError } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import { fetchPolicy, type RequestParts } from '../../../../../miniprogram/services/oss-upload/policy/fetch-policy';
import { readSignedPolicy } from '../../../../../miniprogram/services/oss-upload/policy/signed-policy';
import type { RequestOptions } from '../../../../../miniprogram/services/oss-upload/wx/contract';
import type { Timer } from '../../../../../miniprogram/services/oss-upload/wx/timer';
import { encodePolicy, policyAnswer, SIGNED_AT } from '../../../../sample-policy';
import { scriptedWx, settled } from '../../../../scripted-wx';
import { withoutHanging } from '../../../../without-hanging';

const URL = 'https://upload.example.com/get_post_signature_for_oss_upload';

/** A clock that stands still. */
const NEVER: Timer = () => () => {};

/** Asks, and has the backend answer. */
function fetchWith(answer: { statusCode?: number; data: unknown }) {
  const phone = scriptedWx();
  const fetched = fetchPolicy({ url: URL }, () => SIGNED_AT.getTime(), phone.wx, NEVER);
  phone.requests[0]?.succeed({ statusCode: 200, header: { Date: SIGNED_AT.toUTCString() }, ...answer });
  return fetched;
}

test('asks the address with GET, for ten seconds by default', () => {
  const phone = scriptedWx();
  void fetchPolicy({ url: URL }, Date.now, phone.wx, NEVER);
  void fetchPolicy({ url: URL, timeout: 500 }, Date.now, phone.wx, NEVER);
  expect(phone.requests.map(({ options }) => [options.url, options.method, options.timeout])).toEqual([
    [URL, 'GET', 10_000],
    [URL, 'GET', 500],
  ]);
});

describe('what the backend wants to be asked with', () => {
  test('a method, headers and a body are sent as they are set', () => {
    const phone = scriptedWx();
    const parts: RequestParts = { method: 'POST', header: { Authorization: 'Bearer t' }, data: { album: 7 } };
    void fetchPolicy({ url: URL, parts }, Date.now, phone.wx, NEVER);
    expect(phone.requests[0]?.options).toMatchObject(parts);
  });

  test('nothing is sent that is not set', () => {
    const phone = scriptedWx();
    void fetchPolicy({ url: URL }, Date.now, phone.wx, NEVER);
    expect(Object.keys(phone.requests[0]?.options ?? {})).not.toEqual(expect.arrayContaining(['header']));
    expect(Object.keys(phone.requests[0]?.options ?? {})).not.toEqual(expect.arrayContaining(['data']));
  });

  test('a function is asked anew each time, and may take its time', async () => {
    const phone = scriptedWx();
    let logins = 0;
    const parts = async () => ({ header: { Authorization: `Bearer ${++logins}` } });
    for (const token of ['Bearer 1', 'Bearer 2']) {
      void fetchPolicy({ url: URL, parts }, Date.now, phone.wx, NEVER);
      await settled();
      expect(phone.requests.at(-1)?.options.header).toEqual({ Authorization: token });
    }
  });

  test('where the function fails, nothing is asked, and what it threw is kept', async () => {
    const phone = scriptedWx();
    const fault = new Error('not signed in');
    const parts = () => Promise.reject(fault);
    await expect(fetchPolicy({ url: URL, parts }, Date.now, phone.wx, NEVER)).rejects.toMatchObject({
      name: 'UploadError',
      code: 'unexpected',
      cause: fault,
    });
    expect(phone.requests).toHaveLength(0);
  });
});

test('what the backend does not answer comes from the defaults', async () => {
  const phone = scriptedWx();
  const defaults = { host: 'https://pictures.example.com', accessKeyId: 'id-of-config', dir: 'album' };
  const fetched = fetchPolicy({ url: URL, defaults }, Date.now, phone.wx, NEVER);
  const policy = encodePolicy({ expiration: '2026-03-01T08:10:00.000Z', conditions: [['starts-with', '$key', '']] });
  phone.requests[0]?.succeed({ statusCode: 200, data: { policy, signature: 's' } });
  await expect(fetched).resolves.toMatchObject({
    host: 'https://pictures.example.com',
    key: { mode: 'prefix', prefix: 'album' },
    signature: { version: 'v1', accessKeyId: 'id-of-config', signature: 's' },
  });
});

test.each(['v4', 'v1'] as const)('a %s answer of the backend becomes a policy', async (signatureVersion) => {
  const answer = policyAnswer({ limits: { signatureVersion } });
  await expect(fetchWith({ data: answer })).resolves.toMatchObject({
    policy: answer.policy,
    signature: { version: signatureVersion, signature: answer.signature },
  });
});

test('JSON that came as text is read too', async () => {
  await expect(fetchWith({ data: JSON.stringify(policyAnswer()) })).resolves.toMatchObject({
    key: { mode: 'prefix', prefix: 'uploads/' },
  });
});

test.each([
  // No answer, or none yet: some clients report so what others fail for.
  [0, 'backend-failed', 'retry'],
  [100, 'backend-failed', 'retry'],
  [199, 'backend-failed', 'retry'],
  [300, 'backend-refused', 'by-hand'],
  [301, 'backend-refused', 'by-hand'],
  [400, 'backend-refused', 'by-hand'],
  [404, 'backend-refused', 'by-hand'],
  [428, 'backend-refused', 'by-hand'],
  [429, 'backend-failed', 'retry'],
  [430, 'backend-refused', 'by-hand'],
  [499, 'backend-refused', 'by-hand'],
  [500, 'backend-failed', 'retry'],
  [502, 'backend-failed', 'retry'],
])('an answer of %p is %s', async (statusCode, code, remedy) => {
  await expect(fetchWith({ statusCode, data: { message: 'not now' } })).rejects.toMatchObject({
    name: 'UploadError',
    code,
    remedy,
    message: `Expected the backend to answer 200, got ${statusCode}: {"message":"not now"}.`,
    details: { status: statusCode },
  });
});

test('a status other than 2xx counts, even with a policy in the answer', async () => {
  await expect(fetchWith({ statusCode: 400, data: policyAnswer() })).rejects.toMatchObject({ code: 'backend-refused' });
});

test.each([
  ['null', null, 'got null'],
  ['a list', [], 'got a list of 0'],
  ['broken JSON', '{"policy":', 'got {"policy":'],
  ['an error with status 200', { code: 404, message: 'no such' }, 'got {"code":404,"message":"no such"}'],
])('%s with status 200 is no policy, and the message says what came', async (_, data, came) => {
  const refusal = { code: 'policy-unusable', remedy: 'by-hand', message: expect.stringContaining(came) };
  await expect(fetchWith({ data })).rejects.toMatchObject(refusal);
});

test.each([
  [401, { message: 'not now' }],
  [403, { message: 'not now' }],
  // Such as Spring Security answers.
  [401, ''],
  [401, 'Unauthorized'],
  [200, { code: 401 }],
  [200, { code: '403', msg: '' }],
  [200, { errcode: 40101, errmsg: 'token' }],
  [200, '{"status": 401}'],
  [200, { code: 1, msg: '请先登录' }],
  [200, { success: false, message: 'Please log in.' }],
  [200, { error: { code: 401, message: 'no' } }],
  [200, { data: { code: 401 } }],
  [200, { error_code: 401 }],
  [200, { resultCode: '401' }],
  [200, { retcode: 401 }],
  [200, { code: 'UNAUTHORIZED' }],
  [200, { code: -1, msg: 'token已过期' }],
  [200, { msg: 'login_required' }],
])('%p with %p asks to sign in', async (statusCode, data) => {
  await expect(fetchWith({ statusCode, data })).rejects.toMatchObject({ code: 'unauthorized', remedy: 'by-hand' });
});

test.each([
  { code: 500, msg: 'Redis login failed' },
  { code: 500, message: 'could not sign in to STS' },
])('%p is a failure of the backend', async (data) => {
  await expect(fetchWith({ data })).rejects.toMatchObject({ code: 'policy-unusable' });
});

test('a policy is a policy, whatever code stands beside it', async () => {
  await expect(fetchWith({ data: { code: 401, data: policyAnswer() } })).resolves.toBeDefined();
});

describe('what is no JSON came from something on the way, and passes', () => {
  const page = '<!DOCTYPE html><title>Sign in</title>';

  test.each([
    [200, page, page],
    [200, '', 'nothing'],
    [204, undefined, 'nothing'],
    [200, new ArrayBuffer(3), '3 raw bytes'],
    ['200', page, page],
    [302, '', 'nothing'],
    [401, page, page],
    [403, page, page],
    [404, page, page],
    [408, page, page],
  ])('%p with %p', async (statusCode, data, came) => {
    // Cast because some clients give the status as text.
    await expect(fetchWith({ statusCode: statusCode as number, data })).rejects.toMatchObject({
      code: 'not-from-backend',
      remedy: 'retry',
      message: `Expected JSON of the backend, got ${statusCode}: ${came}.`,
      details: { status: Number(statusCode) },
    });
  });

  test.each([429, 502])('but %i is an overloaded server', async (statusCode) => {
    await expect(fetchWith({ statusCode, data: page })).rejects.toMatchObject({ code: 'backend-failed' });
  });
});

test('a status in text is a status', async () => {
  // Cast because clients do not keep to the type.
  const statusCode = '200' as unknown as number;
  await expect(fetchWith({ statusCode, data: policyAnswer() })).resolves.toMatchObject({ key: { prefix: 'uploads/' } });
});

test.each([
  ['10 MB of HTML', `<html>${'busy '.repeat(2_000_000)}`],
  ['10 MB of white space', ' '.repeat(10_000_000)],
  ['a policy of 10 MB', { ...policyAnswer(), policy: 'A'.repeat(10_000_000) }],
  ['a host with 100 KB of white space in it', { ...policyAnswer(), host: `https://a${' '.repeat(100_000)}b` }],
  ['a name of 10 MB', { ['n'.repeat(10_000_000)]: 1 }],
])('%s is refused at once, in a short message', async (_, data) => {
  withoutHanging(() => expect(() => readSignedPolicy(data)).toThrow());
  const error: unknown = await fetchWith({ data }).catch((refusal) => refusal);
  expect(error).toMatchObject({
    code: expect.stringMatching(/^(policy-unusable|not-from-backend)$/),
    message: expect.stringMatching(/^Expected .{10,500}$/),
  });
});

test('a request that fails is an error of the network, with the address in its message', async () => {
  const phone = scriptedWx();
  const fetched = fetchPolicy({ url: URL }, Date.now, phone.wx, NEVER);
  const failure = { errMsg: 'request:fail ', errno: 600000 };
  phone.requests[0]?.fail(failure);
  await expect(fetched).rejects.toMatchObject({
    code: 'network',
    remedy: 'retry',
    message: expect.stringContaining(`wx.request to ${URL}`),
    cause: failure,
  });
});

test('a message quotes neither the query of the address nor the header of the request', async () => {
  const phone = scriptedWx();
  const request = { url: `${URL}?token=t-in-query`, parts: { header: { Authorization: 'Bearer sesame' } } };
  const ask = () => fetchPolicy(request, Date.now, phone.wx, NEVER);
  const failed = ask();
  phone.requests[0]?.fail({ errMsg: `request:fail cannot reach ${request.url}`, errno: 600000 });
  await expect(failed).rejects.toMatchObject({
    message: `Expected wx.request to ${URL} to succeed, got "request:fail cannot reach ${URL}" (errno 600000).`,
  });
  const refused = ask();
  phone.requests[1]?.succeed({ statusCode: 400, data: { message: 'not allowed: Bearer sesame' } });
  await expect(refused).rejects.toMatchObject({
    message: 'Expected the backend to answer 200, got 400: {"message":"not allowed: ***"}.',
  });
});

test.each([
  ['http://130.1.2.3:3000', true],
  ['https://upload.example.com', false],
])('a policy from %s may lead to a host on http: %s', async (url, isAllowed) => {
  const { wx, requests } = scriptedWx();
  const fetching = fetchPolicy({ url }, () => SIGNED_AT.getTime(), wx, NEVER);
  requests[0]?.succeed({ statusCode: 200, data: { ...policyAnswer(), host: 'http://130.1.2.3:9000' } });
  const host = fetching.then(
    (policy) => policy.host,
    (error: UploadError) => error.code,
  );
  expect(await host).toBe(isAllowed ? 'http://130.1.2.3:9000' : 'policy-unusable');
});

describe('what never answers does not hold up the queue', () => {
  /** Timers that the test ends. */
  function clock() {
    const timers = new Map<number, () => void>();
    const timer: Timer = (milliseconds, callback) => {
      timers.set(milliseconds, callback);
      return () => timers.delete(milliseconds);
    };
    return { timers, timer };
  }

  test('a request that does not call back is given up five seconds after its time-out', async () => {
    const { timers, timer } = clock();
    const phone = scriptedWx();
    const fetched = fetchPolicy({ url: `${URL}?token=t` }, Date.now, phone.wx, timer);
    expect([...timers.keys()]).toEqual([15_000]);
    timers.get(15_000)?.();
    await expect(fetched).rejects.toMatchObject({
      code: 'timeout',
      remedy: 'retry',
      message: `Expected wx.request to ${URL} to answer within 15000 ms, got nothing.`,
    });
  });

  test('a function for the parts of the request has a minute', async () => {
    const { timers, timer } = clock();
    const phone = scriptedWx();
    const fetched = fetchPolicy({ url: URL, parts: () => new Promise(() => {}) }, Date.now, phone.wx, timer);
    expect([...timers.keys()]).toEqual([60_000]);
    timers.get(60_000)?.();
    await expect(fetched).rejects.toMatchObject({ code: 'timeout', remedy: 'retry' });
    expect(phone.requests).toHaveLength(0);
  });

  test('once all have answered, no timer is left', async () => {
    const { timers, timer } = clock();
    const phone = scriptedWx();
    const fetched = fetchPolicy({ url: URL, parts: async () => ({}) }, Date.now, phone.wx, timer);
    await settled();
    expect([...timers.keys()]).toEqual([15_000]);
    phone.requests[0]?.succeed({ statusCode: 200, data: policyAnswer() });
    await fetched;
    expect(timers.size).toBe(0);
  });

  test.each([
    [
      'throws',
      {
        request: () => {
          throw new TypeError('request is not a function');
        },
      },
      'unexpected',
    ],
    [
      'was aborted by the client',
      { request: ({ fail }: RequestOptions) => fail?.({ errMsg: 'request:fail abort' }) },
      'interrupted',
    ],
  ])('a request that %s may be tried again', async (_, wx, code) => {
    await expect(fetchPolicy({ url: URL }, Date.now, wx, NEVER)).rejects.toMatchObject({ code, remedy: 'retry' });
  });
});
