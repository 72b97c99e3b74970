import { type FaultKind, NO_FAULTS } from '../../../../dev/oss/faults/faults';
import { createPacer } from '../../../../dev/oss/faults/pacer';
import { postParts, signedForm, toParts } from '../post-form';
import { endRunningOss, type RunningOss, runOss } from '../running-oss';

afterEach(endRunningOss);

/** An OSS on which every upload meets this fault. */
async function faulty(kind: FaultKind) {
  const met: FaultKind[] = [];
  const stored: string[] = [];
  const oss = await runOss({
    faults: { ...NO_FAULTS, rates: { [kind]: 1 } },
    onFault: (fault) => met.push(fault),
    onStored: ({ key }) => stored.push(key),
  });
  return { oss, met, stored };
}

const post = ({ url, settings }: RunningOss, size = 100_000) =>
  postParts(url, toParts(signedForm({ settings }), { value: Buffer.alloc(size, 'x') }));

const keys = async ({ url }: RunningOss) => (await (await fetch(`${url}/?list-type=json`)).json()) as unknown[]; // a list

test.each(['cut-before', 'cut-during'] as const)('%s: no answer, nothing stored', async (kind) => {
  const { oss, met, stored } = await faulty(kind);
  await expect(post(oss)).rejects.toThrow('fetch failed');
  expect(met).toEqual([kind]);
  expect(stored).toEqual([]);
  expect(await oss.files()).toEqual([]);
});

test('cut-after: no answer, but it is stored', async () => {
  const { oss, stored } = await faulty('cut-after');
  await expect(post(oss)).rejects.toThrow('fetch failed');
  expect(stored).toHaveLength(1);
  expect(await keys(oss)).toHaveLength(1);
  expect(oss.lines.at(-2)).toBe('POST / fault cut-after: no answer');
});

test.each([
  ['500', 500, 'InternalError', null],
  ['503', 503, 'ServiceUnavailable', '1'],
  ['expired', 403, 'AccessDenied', null],
] as const)('%s: refused as OSS would, nothing stored', async (kind, status, code, retryAfter) => {
  const { oss, stored } = await faulty(kind);
  const answer = await post(oss);
  expect(answer).toMatchObject({ status, code });
  expect(answer.headers.get('retry-after')).toBe(retryAfter);
  expect(stored).toEqual([]);
});

test('expired says so in the words of OSS', async () => {
  const { oss } = await faulty('expired');
  expect(await post(oss)).toMatchObject({
    message: 'Invalid according to Policy: Policy expired.',
    ec: '0006-00000213',
  });
});

test('203: stored, but the callback failed', async () => {
  const { oss, stored } = await faulty('203');
  expect(await post(oss)).toMatchObject({ status: 203, code: 'CallbackFailed' });
  expect(stored).toHaveLength(1);
});

test.each([
  ['silence', 0],
  ['silence-after', 1],
] as const)('%s: nothing is ever answered, until the server ends', async (kind, count) => {
  const { oss, stored } = await faulty(kind);
  const line = oss.nextLine();
  const posting = post(oss);
  expect(await line).toBe(`POST / fault ${kind}: no answer`);
  expect(stored).toHaveLength(count);
  await Promise.all([expect(posting).rejects.toThrow('fetch failed'), oss.close()]);
});

test('a form that OSS refuses is refused under any fault', async () => {
  const { oss } = await faulty('cut-after');
  const { settings, url } = oss;
  const parts = toParts(signedForm({ settings: { ...settings, accessKeySecret: 'another' } }));
  expect(await postParts(url, parts)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
});

test('reading meets no fault', async () => {
  const { oss } = await faulty('cut-before');
  expect((await fetch(`${oss.url}/?list-type=json`)).status).toBe(200);
});

test('what comes through a slow line is stored byte for byte', async () => {
  const oss = await runOss({ faults: { ...NO_FAULTS, bandwidth: 50_000_000, latency: 1 } });
  expect((await post(oss)).status).toBe(204);
  expect(await keys(oss)).toMatchObject([{ size: 100_000 }]);
});

describe('the pace', () => {
  /** A pacer on a clock of its own, on which every wait takes a little longer than it should. */
  function pacer(bandwidth: number) {
    let time = 1000;
    const wait = async (milliseconds: number) => {
      time = Math.max(time, time + milliseconds) + 0.7;
    };
    return { pace: createPacer(bandwidth, { now: () => time, wait }), now: () => time - 1000 };
  }

  test('late timers do not add up', async () => {
    const { pace, now } = pacer(1_000_000);
    for (let i = 0; i < 1000; i++) await pace(10_000);
    expect(Math.abs(now() - 10_000)).toBeLessThanOrEqual(21); // the slack, and one late timer
  });

  test('all share the line', async () => {
    const waits: number[] = [];
    const pace = createPacer(1000, { now: () => 0, wait: async (milliseconds) => void waits.push(milliseconds) });
    await Promise.all([pace(100), pace(100), pace(300)]);
    expect(waits).toEqual([100, 200, 500]);
  });

  test('an idle line gathers no credit but the slack of a timer', async () => {
    let time = 0;
    const waits: number[] = [];
    const pace = createPacer(1000, { now: () => time, wait: async (milliseconds) => void waits.push(milliseconds) });
    await pace(100);
    time = 10_000;
    await pace(100);
    expect(waits).toEqual([100, 80]);
  });
});

describe('a network that wants people to sign in answers in the place of OSS, and nothing is stored', () => {
  test.each([
    ['portal-200', 200, null, 'Sign in'],
    ['portal-204', 204, null, ''],
    ['portal-302', 302, '/.portal/sign-in', ''],
    ['certificate', 307, expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/$/), ''],
  ] as const)('%s', async (kind, status, location, text) => {
    const { oss, met, stored } = await faulty(kind);
    const answer = await fetch(oss.url, { method: 'POST', body: 'a form', redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([status, location]);
    expect(await answer.text()).toContain(text);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('x-oss'))).toEqual([]);
    expect([met, stored, await oss.files()]).toEqual([[kind], [], []]);
  });

  test('portal-302 leads to a page', async () => {
    const { oss } = await faulty('portal-302');
    const answer = await fetch(oss.url, { method: 'POST', body: 'a form' });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Sign in')]);
  });

  test('certificate redirects to a server with an untrusted certificate, which ends with the OSS', async () => {
    const { oss } = await faulty('certificate');
    const post = () => fetch(oss.url, { method: 'POST', body: 'a form' });
    await expect(post()).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    const { headers } = await fetch(oss.url, { method: 'POST', body: 'a form', redirect: 'manual' });
    await oss.close();
    await expect(fetch(headers.get('location') ?? '')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});
