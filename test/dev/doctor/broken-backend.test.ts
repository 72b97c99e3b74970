import { encodePolicy } from '../oss/post-form';
import { endRunningOss, runOss } from '../oss/running-oss';
import { examine, examinePolicy, findings, policyAnswer, statuses } from './examined';
import { endServers, serve } from './running-server';

afterEach(async () => {
  await endServers();
  await endRunningOss();
});

test('a backend that is down: the policy fails, and the rest is skipped', async () => {
  const report = await examine('http://127.0.0.1:9/policy?k=sesame');
  expect(report.uploadWorks).toBe(false);
  expect(findings(report, 'policy')).toMatchObject([
    { status: 'failed', problem: expect.stringContaining('wx.request to http://127.0.0.1:9/policy to succeed') },
  ]);
  const { policy: _, ...others } = statuses(report);
  expect(new Set(Object.values(others))).toEqual(new Set(['skipped']));
  expect(report.domains).toMatchObject([{ call: 'request' }]);
});

test.each([
  ['HTML', { body: '<html>It works!</html>' }, 'got 200: <html>It works!</html>'],
  ['an error in JSON', { status: 401, body: { error: 'who are you?' } }, 'got 401: {"error":"who are you?"}'],
  ['an error of the server', { status: 502, body: 'bad gateway' }, 'got 502: bad gateway'],
  ['nothing', {}, 'got 200: nothing'],
])('a backend that answers %s: what was expected and what came', async (_, answer, came) => {
  const report = await examine(await serve(() => answer));
  expect(report.uploadWorks).toBe(false);
  expect(findings(report, 'policy')).toMatchObject([{ status: 'failed', problem: expect.stringContaining(came) }]);
});

test('settings that are missing are named all at once, with the options that try them', async () => {
  const oss = await runOss();
  const { policy, Signature, OSSAccessKeyId = '' } = policyAnswer(oss, { version: 'v1' });
  const url = await serve(() => ({ body: { policy, signature: Signature } }));

  const report = await examine(url);
  expect(findings(report, 'policy')).toMatchObject([
    {
      status: 'failed',
      advice: expect.stringMatching(
        /policyDefaults\.host and policyDefaults\.accessKeyId.*config\.ts.*--host and --access-key-id/,
      ),
    },
  ]);

  const halfway = await examine(url, { defaults: { accessKeyId: OSSAccessKeyId } });
  expect(findings(halfway, 'policy')).toMatchObject([
    { status: 'failed', advice: expect.stringMatching(/^Set policyDefaults\.host in .*--host tries/) },
  ]);

  const defaults = { accessKeyId: OSSAccessKeyId, host: oss.url, dir: 'uploads/album' };
  const complete = await examine(url, { defaults });
  expect(complete.uploadWorks).toBe(true);
  expect(complete.leftBehind[0]).toMatch(/^uploads\/album\/doctor-/);
  expect(complete.steps[0]?.understood?.settings).toEqual([
    'policyDefaults.host',
    'policyDefaults.accessKeyId',
    'policyDefaults.dir',
  ]);
});

test('a setting that changes nothing is not called for', async () => {
  const oss = await runOss();
  const report = await examine(await serve(() => ({ body: policyAnswer(oss) })), {
    defaults: { host: 'https://elsewhere.example.com', dir: 'elsewhere/' },
  });
  expect(report.steps[0]?.understood?.settings).toEqual([]);
});

test('a wrong secret: OSS refuses the signature', async () => {
  const oss = await runOss();
  const settings = { ...oss.settings, accessKeySecret: 'another-secret' };
  const report = await examine(await serve(() => ({ body: policyAnswer(oss, { settings }) })));
  expect(report.uploadWorks).toBe(false);
  expect(findings(report, 'upload')).toMatchObject([
    {
      status: 'failed',
      problem: expect.stringContaining('SignatureDoesNotMatch'),
      advice: expect.stringContaining('secret'),
    },
  ]);
  expect(statuses(report)['key-limit']).toBe('skipped');
  expect(report.leftBehind).toEqual([]);
});

test.each([
  ['expired', -60_000, 'failed', /expired [56]\d s ago/],
  ['soon to expire', 90_000, 'warning', /at least 120 s, got [789]\d s/],
  ['valid for a day', 86_400_000, 'warning', /at most 3600 s, got 86\d\d\d s/],
])('a policy that is %s', async (_, life, status, problem) => {
  const { report } = await examinePolicy({ expiration: new Date(Date.now() + life) });
  expect(findings(report, 'expiry')).toMatchObject([{ status, problem: expect.stringMatching(problem) }]);
  expect(report.uploadWorks).toBe(life > 0);
});

test('a policy without an expiration: it is the one thing that is missing', async () => {
  const oss = await runOss();
  const policy = encodePolicy({ conditions: [{ bucket: oss.settings.bucket }] });
  const report = await examine(await serve(() => ({ body: { ...policyAnswer(oss, { version: 'v1' }), policy } })));
  expect(findings(report, 'expiry')).toMatchObject([
    { status: 'failed', problem: expect.stringContaining('Expected an expiration') },
  ]);
});

test('a policy that the client cannot meet: the condition is named', async () => {
  const { report } = await examinePolicy({
    conditions: [['eq', '$success_action_redirect', 'https://example.com/']],
  });
  expect(findings(report, 'upload')).toMatchObject([
    { status: 'failed', problem: expect.stringContaining('success_action_redirect') },
  ]);
});

test('a secret in the answer is refused by its name, and not shown', async () => {
  const { report } = await examinePolicy({}, { accessKeySecret: 'the-secret-itself' });
  expect(findings(report, 'policy')).toMatchObject([
    { status: 'failed', problem: expect.stringMatching(/no secret.*"accessKeySecret"/) },
  ]);
  expect(JSON.stringify(report)).not.toContain('the-secret-itself');
});
