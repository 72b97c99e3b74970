import { signV1 } from '../../../server/signature';
import { encodePolicy } from '../oss/post-form';
import { endRunningOss, runOss } from '../oss/running-oss';
import { examine, examinePolicy, FORM, findings, policyAnswer } from './examined';
import { endServers, serve } from './running-server';

afterEach(async () => {
  await endServers();
  await endRunningOss();
});

const KEY = ['starts-with', '$key', 'uploads/'];
const SIZE = ['content-length-range', 1, 10_000];
const TYPE = ['in', '$content-type', ['image/png', 'image/jpeg']];

describe('where a client may store', () => {
  test.each([
    ['does not limit the key', [SIZE, TYPE], 'key outside "uploads/"'],
    ['allows any key', [['starts-with', '$key', ''], SIZE, TYPE], 'key outside "uploads/"'],
    ['forgets the slash', [['starts-with', '$key', 'uploads'], SIZE, TYPE], 'key outside "uploads/"'],
  ])('a policy that %s lets a foreign key through', async (_, conditions, tried) => {
    const { report, oss } = await examinePolicy({ conditions });
    const [finding] = findings(report, 'key-limit');
    expect(finding).toMatchObject({
      status: 'warning',
      problem: expect.stringContaining(tried),
      advice: expect.stringContaining('["starts-with", "$key", "uploads/"]'),
    });
    const listed: unknown = await (await fetch(`${oss.url}/?list-type=json`)).json();
    expect(listed).toHaveLength(2);
    expect(report.leftBehind[1]).toMatch(/^uploads-outside\//);
    expect(report.uploadWorks).toBe(true);
  });

  test('a policy wider than the dir that the backend answers is found out', async () => {
    const { report } = await examinePolicy({ conditions: [KEY, SIZE, TYPE] }, { dir: 'uploads/user-7/' });
    expect(findings(report, 'key-limit')).toMatchObject([
      { status: 'warning', problem: expect.stringContaining('stored as uploads/user-7-outside/') },
    ]);
  });

  test('a key beside a policy that allows others does not hold', async () => {
    const { report } = await examinePolicy({ conditions: [KEY, SIZE, TYPE] }, { key: 'uploads/one.png' });
    expect(report.leftBehind[0]).toBe('uploads/one.png');
    expect(findings(report, 'key-limit')).toMatchObject([
      {
        status: 'warning',
        problem: expect.stringContaining('another key than "uploads/one.png", which the backend gave'),
        advice: expect.stringContaining('["eq", "$key", "uploads/one.png"]'),
      },
    ]);
  });

  test('a policy without any prefix is not tried: the whole bucket is open', async () => {
    const { report } = await examinePolicy({ conditions: [SIZE, TYPE] }, { dir: '' });
    expect(findings(report, 'key-limit')).toMatchObject([
      { status: 'warning', problem: expect.stringContaining('every key allowed') },
    ]);
    expect(report.leftBehind).toHaveLength(1);
  });

  test('a policy that names no bucket opens all of the key', async () => {
    const { settings, url: host } = await runOss();
    const conditions = [KEY, SIZE, TYPE];
    const policy = encodePolicy({ expiration: new Date(Date.now() + 600_000).toISOString(), conditions });
    const signature = signV1(settings.accessKeySecret, policy);
    const url = await serve(() => ({ body: { policy, signature, accessid: settings.accessKeyId, host } }));
    expect(findings(await examine(url), 'key-limit')).toMatchObject([
      { status: 'ok' },
      { status: 'warning', problem: expect.stringContaining('name its bucket') },
    ]);
  });
});

describe('how much a client may store', () => {
  test('a policy without content-length-range allows any size', async () => {
    const { report } = await examinePolicy({ conditions: [KEY, TYPE] });
    expect(findings(report, 'size-limit')).toMatchObject([
      { status: 'warning', advice: expect.stringContaining('content-length-range') },
    ]);
  });

  test('a file over the limit is sent, and refused', async () => {
    const { report } = await examinePolicy({ conditions: [KEY, SIZE, TYPE] });
    expect(findings(report, 'size-limit')).toEqual([
      { status: 'ok', message: 'OSS refused a file of 10001 bytes (EntityTooLarge).' },
    ]);
  });

  test('a limit above 50 MB is not tried, and that is said', async () => {
    const range = ['content-length-range', 1, 50 * 1024 * 1024 + 1];
    const { report } = await examinePolicy({ conditions: [KEY, range, TYPE] });
    expect(findings(report, 'size-limit')).toMatchObject([
      { status: 'skipped', reason: expect.stringContaining('52428801 bytes is too large to try') },
    ]);
  });
});

describe('what a client may store', () => {
  test('a policy without content-type lets a page through', async () => {
    const { report, oss } = await examinePolicy({ conditions: [KEY, SIZE] });
    expect(findings(report, 'type-limit')).toMatchObject([
      {
        status: 'warning',
        problem: expect.stringContaining('text/html'),
        advice: expect.stringContaining('content-type'),
      },
    ]);
    const page = await fetch(`${oss.url}/${report.leftBehind[1]}`);
    expect(page.headers.get('content-type')).toBe('text/html');
    await page.arrayBuffer();
  });

  test('a policy for all of image/ lets SVG through', async () => {
    const { report } = await examinePolicy({ conditions: [KEY, SIZE, ['starts-with', '$content-type', 'image/']] });
    expect(findings(report, 'type-limit')).toMatchObject([
      { status: 'ok' },
      { status: 'warning', problem: expect.stringContaining('image/svg+xml') },
    ]);
  });

  test('a policy without image/png cannot be tried with a PNG, and that is said', async () => {
    const { report } = await examinePolicy({ conditions: [KEY, SIZE, ['in', '$content-type', ['image/jpeg']]] });
    expect(report.uploadWorks).toBe(false);
    expect(findings(report, 'upload')).toMatchObject([
      { status: 'failed', advice: expect.stringContaining('image/png') },
    ]);
  });
});

describe('what else a client may ask of OSS', () => {
  test('a policy that says nothing of it lets everything through, and each is named', async () => {
    const { report } = await examinePolicy({ conditions: [KEY, SIZE, TYPE] });
    const fields = ['x-oss-forbid-overwrite', 'x-oss-object-acl', 'callback', 'cache-control', 'content-disposition'];
    expect(findings(report, 'form-limit')).toEqual(
      fields.map((field) => ({
        status: 'warning',
        problem: expect.stringContaining(`limit ${field}, got`),
        advice: expect.stringContaining(`"$${field}"`),
      })),
    );
    expect(report.leftBehind).toHaveLength(1);
  });

  test.each(FORM.map((condition) => [condition[1].slice(1), condition] as const))(
    'a policy that forgets %s',
    async (field, forgotten) => {
      const conditions = [KEY, SIZE, TYPE, ...FORM.filter((condition) => condition !== forgotten)];
      const { report } = await examinePolicy({ conditions });
      expect(findings(report, 'form-limit')).toMatchObject([
        { status: 'warning', problem: expect.stringContaining(field) },
      ]);
    },
  );

  test('a policy with a callback of its own forbids others', async () => {
    const own = ['eq', '$callback', Buffer.from('{"callbackUrl":"http://127.0.0.1/"}').toString('base64')];
    const { report } = await examinePolicy({
      conditions: [KEY, SIZE, TYPE, own, ...FORM.filter(([, field]) => field !== '$callback')],
    });
    expect(findings(report, 'form-limit')).toMatchObject([{ status: 'ok' }]);
  });
});

test('OSS that refuses for another reason leaves the limits unknown', async () => {
  const oss = await runOss();
  let posts = 0;
  const host = await serve(({ method }) =>
    method === 'POST' && ++posts > 1 ? { status: 503 } : { headers: { 'x-oss-request-id': '65E1A0B2' } },
  );
  const report = await examine(await serve(() => ({ body: { ...policyAnswer(oss), host } })));
  for (const check of ['key-limit', 'size-limit', 'type-limit'] as const) {
    expect(findings(report, check)).toMatchObject([{ status: 'skipped', reason: expect.stringContaining('503') }]);
  }
});

test('a backend that gives no second policy leaves the limits unknown', async () => {
  const oss = await runOss();
  let asked = 0;
  const exact = [['eq', '$key', 'uploads/one.png'], SIZE, TYPE];
  const url = await serve(() => (++asked > 2 ? { status: 429 } : { body: policyAnswer(oss, { conditions: exact }) }));
  const report = await examine(url);
  expect(report.uploadWorks).toBe(true);
  expect(findings(report, 'key-limit')).toMatchObject([{ status: 'skipped', reason: expect.stringContaining('429') }]);
});
