import type { UploadError } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import { fetchPolicy, type RequestParts } from '../../../../../miniprogram/services/oss-upload/policy/fetch-policy';
import { readSignedPolicy } from '../../../../../miniprogram/services/oss-upload/policy/signed-policy';
import { encodePolicy, policyAnswer, SIGNED_AT } from '../../../../sample-policy';
import { scriptedWx, settled } from '../../../../scripted-wx';
import { withoutHanging } from '../../../../without-hanging';

const URL = 'https://upload.example.com/get_post_signature_for_oss_upload';

/** Asks, and has the backend answer. */
function fetchWith(answer: { statusCode?: number; data: unknown }) {
  const phone = scriptedWx();
  const fetched = fetchPolicy({ url: URL }, () => SIGNED_AT.getTime(), phone.wx);
  phone.requests[0]?.succeed({ statusCode: 200, header: { Date: SIGNED_AT.toUTCString() }, ...answer });
  return fetched;
}

test('asks the address with GET, for ten seconds unless told otherwise', () => {
  const phone = scriptedWx();
  void fetchPolicy({ url: URL }, Date.now, phone.wx);
  void fetchPolicy({ url: URL, timeout: 500 }, Date.now, phone.wx);
  expect(phone.requests.map(({ options }) => [options.url, options.method, options.timeout])).toEqual([
    [URL, 'GET', 10_000],
    [URL, 'GET', 500],
  ]);
});

describe('what the backend wants to be asked with', () => {
  test('a method, headers and a body are sent as they are set', () => {
    const phone = scriptedWx();
    const parts: RequestParts = { method: 'POST', header: { Authorization: 'Bearer t' }, data: { album: 7 } };
    void fetchPolicy({ url: URL, parts }, Date.now, phone.wx);
    expect(phone.requests[0]?.options).toMatchObject(parts);
  });

  test('nothing is sent that is not set', () => {
    const phone = scriptedWx();
    void fetchPolicy({ url: URL }, Date.now, phone.wx);
    expect(Object.keys(phone.requests[0]?.options ?? {})).not.toEqual(expect.arrayContaining(['header']));
    expect(Object.keys(phone.requests[0]?.options ?? {})).not.toEqual(expect.arrayContaining(['data']));
  });

  test('a function is asked anew each time, and may take its time', async () => {
    const phone = scriptedWx();
    let logins = 0;
    const parts = async () => ({ header: { Authorization: `Bearer ${++logins}` } });
    for (const token of ['Bearer 1', 'Bearer 2']) {
      void fetchPolicy({ url: URL, parts }, Date.now, phone.wx);
      await settled();
      expect(phone.requests.at(-1)?.options.header).toEqual({ Authorization: token });
    }
  });

  test('where the function fails, nothing is asked, and what it threw is kept', async () => {
    const phone = scriptedWx();
    const fault = new Error('not signed in');
    const parts = () => Promise.reject(fault);
    await expect(fetchPolicy({ url: URL, parts }, Date.now, phone.wx)).rejects.toMatchObject({
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
  const fetched = fetchPolicy({ url: URL, defaults }, Date.now, phone.wx);
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
  [300, 'backend-refused', 'never'],
  [301, 'backend-refused', 'never'],
  [400, 'backend-refused', 'never'],
  [401, 'backend-refused', 'never'],
  [404, 'backend-refused', 'never'],
  [428, 'backend-refused', 'never'],
  [429, 'backend-failed', 'retry'],
  [430, 'backend-refused', 'never'],
  [499, 'backend-refused', 'never'],
  [500, 'backend-failed', 'retry'],
  [502, 'backend-failed', 'retry'],
])('an answer of %p is %s', async (statusCode, code, remedy) => {
  await expect(fetchWith({ statusCode, data: '<h1>nginx</h1>' })).rejects.toMatchObject({
    name: 'UploadError',
    code,
    remedy,
    message: `Expected the backend to answer 200, got ${statusCode}: <h1>nginx</h1>.`,
    details: { status: statusCode },
  });
});

test('a status other than 2xx counts, even with a policy in the answer', async () => {
  await expect(fetchWith({ statusCode: 403, data: policyAnswer() })).rejects.toMatchObject({ code: 'backend-refused' });
});

test.each([
  ['HTML', '<!DOCTYPE html><title>Sign in</title>', 'got <!DOCTYPE html><title>Sign in</title>'],
  ['nothing', '', 'got nothing'],
  ['undefined', undefined, 'got nothing'],
  ['null', null, 'got null'],
  ['a list', [], 'got a list of 0'],
  ['bytes', new ArrayBuffer(3), '3 raw bytes'],
  ['an error with status 200', { code: 401, message: 'sign in' }, 'got {"code":401,"message":"sign in"}'],
])('%s with status 200 is no policy, and the message says what came', async (_, data, came) => {
  const refusal = { code: 'policy-unusable', remedy: 'never', message: expect.stringContaining(came) };
  await expect(fetchWith({ data })).rejects.toMatchObject(refusal);
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
  expect(error).toMatchObject({ code: 'policy-unusable', message: expect.stringMatching(/^Expected .{10,500}$/) });
});

test('a request that fails is an error of the network, with the address in its message', async () => {
  const phone = scriptedWx();
  const fetched = fetchPolicy({ url: URL }, Date.now, phone.wx);
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
  const ask = () => fetchPolicy(request, Date.now, phone.wx);
  const failed = ask();
  phone.requests[0]?.fail({ errMsg: `request:fail cannot reach ${request.url}`, errno: 600000 });
  await expect(failed).rejects.toMatchObject({
    message: `Expected wx.request to ${URL} to succeed, got "request:fail cannot reach ${URL}" (errno 600000).`,
  });
  const refused = ask();
  phone.requests[1]?.succeed({ statusCode: 403, data: 'not allowed: Bearer sesame' });
  await expect(refused).rejects.toMatchObject({
    message: 'Expected the backend to answer 200, got 403: not allowed: ***.',
  });
});

test.each([
  ['http://130.1.2.3:3000', true],
  ['https://upload.example.com', false],
])('a policy from %s may lead to a host on http: %s', async (url, isAllowed) => {
  const { wx, requests } = scriptedWx();
  const fetching = fetchPolicy({ url }, () => SIGNED_AT.getTime(), wx);
  requests[0]?.succeed({ statusCode: 200, data: { ...policyAnswer(), host: 'http://130.1.2.3:9000' } });
  const host = fetching.then(
    (policy) => policy.host,
    (error: UploadError) => error.code,
  );
  expect(await host).toBe(isAllowed ? 'http://130.1.2.3:9000' : 'policy-unusable');
});
