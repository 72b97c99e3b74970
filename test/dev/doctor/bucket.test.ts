import { pixelPng } from '../../../dev/doctor/pixel';
import { endRunningOss, runOss } from '../oss/running-oss';
import { examine, findings, policyAnswer } from './examined';
import { endServers, type ReceivedRequest, type ScriptedAnswer, serve } from './running-server';

afterEach(async () => {
  await endServers();
  await endRunningOss();
});

/** By which an answer is known as OSS's. */
const STORED: ScriptedAnswer = { headers: { 'x-oss-request-id': '65E1A0B2' } };

/** The report on a bucket that answers as the test says. */
async function examineBucket(answerTo: (request: ReceivedRequest) => ScriptedAnswer) {
  const host = await serve(answerTo);
  const oss = await runOss();
  return examine(await serve(() => ({ body: { ...policyAnswer(oss), host } })));
}

test('a bucket that may not be used by its default domain: what a custom domain takes', async () => {
  const oss = await runOss({ publicEndpoint: 'forbidden' });
  const report = await examine(await serve(() => ({ body: policyAnswer(oss) })));
  expect(report.uploadWorks).toBe(false);
  const [finding] = findings(report, 'upload');
  expect(finding).toMatchObject({ status: 'failed', problem: expect.stringContaining('PublicEndpointForbidden') });
  for (const part of ['CNAME', 'certificate', 'ICP', 'OSS_HOST', 'uploadFile']) {
    expect(finding).toMatchObject({ advice: expect.stringContaining(part) });
  }
});

describe('the clocks', () => {
  /** The report on a backend whose clock is so many seconds ahead. */
  async function examineClock(ahead: number) {
    const oss = await runOss();
    const date = () => new Date(Date.now() + ahead * 1000).toUTCString();
    const report = await examine(await serve(() => ({ headers: { date: date() }, body: policyAnswer(oss) })));
    return findings(report, 'clock');
  }

  test.each([
    ['30 s ahead', 30, { status: 'ok' }],
    ['5 min ahead', 300, { status: 'warning', problem: expect.stringMatching(/OSS's, got it (29|30)\d s ahead/) }],
    ['5 min behind', -300, { status: 'warning', problem: expect.stringMatching(/OSS's, got it (29|30)\d s behind/) }],
    ['an hour behind', -3600, { status: 'failed', advice: expect.stringContaining('NTP') }],
  ])('a backend %s', async (_, ahead, finding) => {
    expect(await examineClock(ahead)).toMatchObject([finding]);
  });

  test('a backend without a Date header', async () => {
    const oss = await runOss();
    const report = await examine(await serve(() => ({ date: 'none', body: policyAnswer(oss) })));
    expect(findings(report, 'clock')).toMatchObject([
      { status: 'warning', problem: expect.stringContaining('Date header') },
    ]);
    expect(report.uploadWorks).toBe(true);
  });
});

describe('CORS', () => {
  test('a bucket without a rule is a warning: it concerns browsers alone', async () => {
    const oss = await runOss({ corsRules: [] });
    const report = await examine(await serve(() => ({ body: policyAnswer(oss) })));
    expect(findings(report, 'cors')).toMatchObject([
      {
        status: 'warning',
        problem: expect.stringContaining('403'),
        advice: expect.stringContaining('CORS does not apply on phones'),
      },
    ]);
    expect(report.uploadWorks).toBe(true);
  });

  test('a rule that exposes too little is named by what it hides', async () => {
    const rule = { allowedOrigins: ['*'], allowedMethods: ['POST'], allowedHeaders: ['*'], exposeHeaders: ['ETag'] };
    const oss = await runOss({ corsRules: [rule] });
    const report = await examine(await serve(() => ({ body: policyAnswer(oss) })));
    expect(findings(report, 'cors')).toMatchObject([
      { status: 'warning', problem: expect.stringContaining('got x-oss-request-id hidden') },
    ]);
  });
});

describe('reading it back', () => {
  test.each([
    ['a private bucket', { status: 403 }, { status: 'skipped', reason: expect.stringContaining('private') }],
    ['another bucket', { status: 404 }, { status: 'warning', problem: expect.stringContaining('got 404') }],
    ['changed bytes', { body: 'thumbnail' }, { status: 'failed', problem: expect.stringContaining('9 bytes') }],
  ])('%s', async (_, answer, finding) => {
    const report = await examineBucket(({ method }) => (method === 'GET' ? answer : STORED));
    expect(findings(report, 'read-back')).toMatchObject([finding]);
  });

  test.each([
    ['content-disposition', 'attachment'],
    ['x-oss-force-download', 'true'],
  ])('a picture that browsers download (%s)', async (name, value) => {
    const headers = { 'content-type': 'image/png', [name]: value };
    const report = await examineBucket(({ method }) => (method === 'GET' ? { headers, body: pixelPng(0) } : STORED));
    expect(findings(report, 'read-back')).toMatchObject([
      {
        status: 'warning',
        problem: expect.stringMatching(new RegExp(`as a download \\(${name}: ${value}\\)`, 'i')),
        advice: expect.stringContaining('custom domain'),
      },
    ]);
  });

  test('another type than was sent', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    const report = await examineBucket(({ method }) => (method === 'GET' ? { headers, body: pixelPng(0) } : STORED));
    expect(findings(report, 'read-back')).toMatchObject([
      { status: 'warning', problem: expect.stringContaining('as image/png, got application/octet-stream') },
    ]);
  });
});

describe('the upload callback', () => {
  /** Examines a bucket under a policy that demands this callback; OSS answers the upload so. */
  async function examineCallback(callbackUrl: string, answer: ScriptedAnswer) {
    const callback = Buffer.from(JSON.stringify({ callbackUrl, callbackBody: 'stored' })).toString('base64');
    const host = await serve(({ method }) => (method === 'POST' ? answer : {}));
    const conditions = [
      ['starts-with', '$key', 'uploads/'],
      ['eq', '$callback', callback],
    ];
    const oss = await runOss();
    return examine(await serve(() => ({ body: { ...policyAnswer(oss, { conditions }), host, callback } })));
  }

  test('what OSS says of it is quoted with its host and path', async () => {
    const callbackUrl = 'https://callbacks.example.com/oss/v2/image-stored';
    const said = `<Error><Code>CallbackFailed</Code><Message>Can not connect to ${callbackUrl}</Message></Error>`;
    const report = await examineCallback(callbackUrl, { ...STORED, status: 203, body: said });
    expect(findings(report, 'upload')[1]).toMatchObject({ problem: expect.stringContaining(callbackUrl) });
  });

  test('its answer is reported', async () => {
    const report = await examineCallback('https://upload.example.com/oss_callback', {
      ...STORED,
      body: { saved: true },
    });
    expect(findings(report, 'upload')).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
  });

  test('one that failed is a warning: the picture is stored', async () => {
    const body = '<Error><Code>CallbackFailed</Code><Message>Error status : 502.</Message></Error>';
    const report = await examineBucket(({ method }) => (method === 'POST' ? { status: 203, body } : {}));
    expect(report.uploadWorks).toBe(true);
    expect(findings(report, 'upload')).toMatchObject([
      { status: 'ok' },
      { status: 'warning', problem: expect.stringContaining('CallbackFailed') },
    ]);
  });
});

test('a bucket that cannot be reached', async () => {
  const oss = await runOss();
  const report = await examine(await serve(() => ({ body: { ...policyAnswer(oss), host: 'http://127.0.0.1:9' } })));
  expect(report.uploadWorks).toBe(false);
  expect(findings(report, 'clock')).toMatchObject([
    { status: 'ok', message: expect.stringContaining("this computer's") },
  ]);
  expect(findings(report, 'cors')).toMatchObject([{ status: 'skipped' }]);
  expect(findings(report, 'upload')).toMatchObject([{ status: 'failed', advice: expect.stringContaining('reached') }]);
});
