import { createPolicyAnswer } from '../../server/policy';
import { signV1, signV4 } from '../../server/signature';
import { policyAnswer, SAMPLE_LIMITS, SAMPLE_OSS, SIGNED_AT } from '../sample-policy';

/** Decodes a policy as OSS does. */
const documentOf = (policy: string): unknown => JSON.parse(Buffer.from(policy, 'base64').toString('utf8'));

const CONDITIONS = [
  { bucket: 'pictures' },
  ['starts-with', '$key', 'uploads/'],
  ['content-length-range', 1, 20_971_520],
  ['in', '$content-type', ['image/jpeg', 'image/png', 'image/webp']],
  ['in', '$success_action_status', ['200', '201']],
  ['eq', '$x-oss-forbid-overwrite', 'true'],
  ['in', '$x-oss-object-acl', ['default', 'private']],
  ['in', '$cache-control', ['max-age=2592000']],
  ['in', '$content-disposition', ['inline']],
  ['in', '$callback', ['']],
];

test('V4: the answer, field by field', () => {
  const answer = policyAnswer();
  expect(answer).toEqual({
    host: 'https://pictures.oss-cn-hangzhou.aliyuncs.com',
    dir: 'uploads/',
    expire: Date.parse('2026-03-01T08:10:00Z') / 1000,
    policy: answer.policy,
    x_oss_signature_version: 'OSS4-HMAC-SHA256',
    x_oss_credential: 'sample-key-id/20260301/cn-hangzhou/oss/aliyun_v4_request',
    x_oss_date: '20260301T080000Z',
    signature: signV4('sample-key-secret', { day: '20260301', region: 'cn-hangzhou' }, answer.policy),
  });
});

test('V4: the policy, condition by condition', () => {
  expect(documentOf(policyAnswer().policy)).toEqual({
    expiration: '2026-03-01T08:10:00.000Z',
    conditions: [
      ...CONDITIONS,
      { 'x-oss-signature-version': 'OSS4-HMAC-SHA256' },
      { 'x-oss-credential': 'sample-key-id/20260301/cn-hangzhou/oss/aliyun_v4_request' },
      { 'x-oss-date': '20260301T080000Z' },
    ],
  });
});

test('V1: the answer, field by field, and its policy', () => {
  const answer = policyAnswer({ limits: { signatureVersion: 'v1' } });
  expect(answer).toEqual({
    host: 'https://pictures.oss-cn-hangzhou.aliyuncs.com',
    dir: 'uploads/',
    expire: Date.parse('2026-03-01T08:10:00Z') / 1000,
    policy: answer.policy,
    accessid: 'sample-key-id',
    signature: signV1('sample-key-secret', answer.policy),
  });
  expect(documentOf(answer.policy)).toEqual({ expiration: '2026-03-01T08:10:00.000Z', conditions: CONDITIONS });
});

test.each(['v4', 'v1'] as const)(
  '%s with STS: the answer contains the token, and the policy requires it',
  (version) => {
    const answer = policyAnswer({ oss: { securityToken: 'sample-token' }, limits: { signatureVersion: version } });
    expect(answer.security_token).toBe('sample-token');
    expect(documentOf(answer.policy)).toMatchObject({
      conditions: expect.arrayContaining([{ 'x-oss-security-token': 'sample-token' }]),
    });
  },
);

test('limits uploads according to the settings', () => {
  const limits = { dir: 'user/42/', minSize: 0, maxSize: 5, contentTypes: ['image/gif'], validSeconds: 60 };
  const answer = policyAnswer({ limits });
  expect(answer.dir).toBe('user/42/');
  expect(documentOf(answer.policy)).toMatchObject({
    expiration: '2026-03-01T08:01:00.000Z',
    conditions: expect.arrayContaining([
      ['starts-with', '$key', 'user/42/'],
      ['content-length-range', 0, 5],
      ['in', '$content-type', ['image/gif']],
    ]),
  });
});

test('exact: allows the one key', () => {
  const answer = createPolicyAnswer(SAMPLE_OSS, SAMPLE_LIMITS, SIGNED_AT, { key: 'uploads/one' });
  expect(documentOf(answer.policy)).toMatchObject({
    conditions: expect.arrayContaining([['eq', '$key', 'uploads/one']]),
  });
  expect(JSON.stringify(documentOf(answer.policy))).not.toContain('starts-with');
});

test.each([
  ['earlier', '2026-03-01T08:03:00.000Z', '2026-03-01T08:03:00.000Z'],
  ['later', '2026-03-01T09:00:00.000Z', '2026-03-01T08:10:00.000Z'],
])('expires at the end that is given where that is %s', (_, notAfter, expiration) => {
  const answer = createPolicyAnswer(SAMPLE_OSS, SAMPLE_LIMITS, SIGNED_AT, { notAfter: new Date(notAfter) });
  expect(documentOf(answer.policy)).toMatchObject({ expiration });
  expect(answer.expire).toBe(Date.parse(expiration) / 1000);
});

test('leaves out the condition with an empty value where the settings say so', () => {
  const answer = policyAnswer({ limits: { refuseCallbacks: false } });
  expect(JSON.stringify(documentOf(answer.policy))).not.toContain('callback');
});

test('uses one instant for all dates, even in the last millisecond of a year', () => {
  const answer = createPolicyAnswer(SAMPLE_OSS, SAMPLE_LIMITS, new Date('2026-12-31T23:59:59.999Z'));
  expect(answer).toMatchObject({
    x_oss_date: '20261231T235959Z',
    x_oss_credential: 'sample-key-id/20261231/cn-hangzhou/oss/aliyun_v4_request',
    expire: Date.parse('2027-01-01T00:09:59Z') / 1000,
    signature: signV4('sample-key-secret', { day: '20261231', region: 'cn-hangzhou' }, answer.policy),
  });
  expect(documentOf(answer.policy)).toMatchObject({ expiration: '2027-01-01T00:09:59.999Z' });
});

test('does not contain the secret, not even encoded', () => {
  const { policy, ...rest } = policyAnswer({ oss: { securityToken: 'sample-token' } });
  expect(JSON.stringify([rest, documentOf(policy)])).not.toContain(SAMPLE_OSS.accessKeySecret);
});
