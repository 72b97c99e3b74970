import { fetchPolicy } from '../../../../miniprogram/services/oss-upload/fetch-policy';
import { policyAnswer, SAMPLE_LIMITS, SIGNED_AT } from '../../../sample-policy';
import { scriptedWx } from '../../../scripted-wx';

const URL = 'https://upload.example.com/get_post_signature_for_oss_upload';
const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Asks, with the phone's clock at `phoneTime`, and has the backend answer. */
function fetchWith(answer: { statusCode?: number; data: unknown; header?: unknown }, phoneTime = SIGNED_AT.getTime()) {
  const phone = scriptedWx();
  const fetched = fetchPolicy({ url: URL }, () => phoneTime, phone.wx);
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

test.each(['v4', 'v1'] as const)('a %s answer of the backend becomes a policy', async (signatureVersion) => {
  const answer = policyAnswer({ limits: { signatureVersion } });
  await expect(fetchWith({ data: answer })).resolves.toMatchObject({
    policy: answer.policy,
    signature: { version: signatureVersion, signature: answer.signature },
  });
});

test('JSON that came as text is read too', async () => {
  await expect(fetchWith({ data: JSON.stringify(policyAnswer()) })).resolves.toMatchObject({ dir: 'uploads/' });
});

describe('when it is to be renewed', () => {
  /** How long a policy serves from when it was asked for, in milliseconds of the phone's clock. */
  async function life(header: unknown, phoneTime = SIGNED_AT.getTime(), validSeconds = SAMPLE_LIMITS.validSeconds) {
    const data = policyAnswer({ limits: { validSeconds } });
    return (await fetchWith({ data, header }, phoneTime)).renewAt - phoneTime;
  }
  const date = { Date: SIGNED_AT.toUTCString() };

  test('a minute before it expires', async () => {
    await expect(life(date)).resolves.toBe(540 * SECOND);
  });

  test.each(['date', 'DATE', 'Date'])('by the header %s', async (name) => {
    await expect(life({ [name]: date.Date }, SIGNED_AT.getTime() + DAY)).resolves.toBe(540 * SECOND);
  });

  test.each([-400 * DAY, -3 * DAY, -DAY / 24, DAY / 24, 3 * DAY, 400 * DAY])(
    'by the clock of the server, with the one of the phone %p ms off',
    async (off) => {
      await expect(life(date, SIGNED_AT.getTime() + off)).resolves.toBe(540 * SECOND);
    },
  );

  test('a policy of a minute or less is used for half its life', async () => {
    await expect(life(date, SIGNED_AT.getTime(), 60)).resolves.toBe(30 * SECOND);
  });

  test.each([undefined, {}, { Date: 'yesterday' }, { Date: '' }, 'Date'])(
    'with headers of %p the clock of the phone is all there is',
    async (header) => {
      await expect(life(header)).resolves.toBe(540 * SECOND);
    },
  );

  test('without a Date, a phone days ahead takes a policy that serves once', async () => {
    await expect(life({}, SIGNED_AT.getTime() + 3 * DAY)).resolves.toBe(0);
  });

  test('a policy that has expired by the clock of the server serves once: OSS decides', async () => {
    const late = { Date: new Date(SIGNED_AT.getTime() + DAY).toUTCString() };
    await expect(life(late)).resolves.toBe(0);
  });
});

test.each([
  [301, 'backend-refused', 'never'],
  [400, 'backend-refused', 'never'],
  [401, 'backend-refused', 'never'],
  [404, 'backend-refused', 'never'],
  [429, 'backend-failed', 'retry'],
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
  ['an error with status 200', { code: 401, message: 'sign in' }, 'among an object with code, message'],
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
  const startedAt = performance.now();
  const error: unknown = await fetchWith({ data }).catch((refusal) => refusal);
  expect(error).toMatchObject({ code: 'policy-unusable', message: expect.stringMatching(/^Expected .{10,400}$/) });
  expect(performance.now() - startedAt).toBeLessThan(2000);
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
    details: { cause: failure },
  });
});
