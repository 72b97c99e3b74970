import { signV4 } from '../../../server/signature';
import { postChanged } from './post-changed';
import { encodePolicy, postParts, signedForm, toParts, xmlText } from './post-form';
import { endRunningOss, type RunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const now = new Date('2026-01-31T12:00:00Z');
const at = (offset: number) => ({
  signedAt: new Date(now.getTime() + offset),
  expiration: new Date(now.getTime() + DAY),
});

test.each([
  ['another version', 'x-oss-signature-version', 'OSS2', 400, '0002-00000701'],
  [
    'a credential without its end',
    'x-oss-credential',
    'local-development-id/20260131/cn-hangzhou/oss',
    400,
    '0002-00000710',
  ],
  ['another service', 'x-oss-credential', 'id/20260131/cn-hangzhou/s3/aliyun_v4_request', 400, '0002-00000710'],
  [
    'a credential with a tab for an id',
    'x-oss-credential',
    'a\tb/20260131/cn-hangzhou/oss/aliyun_v4_request',
    400,
    '0002-00000708',
  ],
  [
    'a credential of another form of day',
    'x-oss-credential',
    'id/2026-01-31/cn-hangzhou/oss/aliyun_v4_request',
    403,
    '0002-00000709',
  ],
  ['another region', 'x-oss-credential', 'id/20260131/cn-beijing/oss/aliyun_v4_request', 400, ''],
])('%s is refused', async (_case, name, value, status, ec) => {
  expect(await postChanged(await runOss(), () => ({ [name]: value }))).toMatchObject({ status, ec });
});

test.each(['x-oss-credential', 'x-oss-date'])('a missing %s is named', async (name) => {
  const answer = await postChanged(await runOss(), () => ({ [name]: undefined }));
  expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' });
  expect(xmlText(answer.body, 'ArgumentName')).toBe(name);
});

test.each([
  ['exactly 15 minutes ahead', 15 * MINUTE],
  ['exactly 7 days old', -7 * DAY],
])('x-oss-date %s is accepted', async (_case, offset) => {
  const oss = await runOss({ now: () => now });
  expect((await postChanged(oss, () => ({}), at(offset))).status).toBe(204);
});

test.each([
  ['over 15 minutes ahead', 15 * MINUTE + 1000],
  ['over 7 days old', -7 * DAY - 1000],
])('x-oss-date %s is refused', async (_case, offset) => {
  const oss = await runOss({ now: () => now });
  expect(await postChanged(oss, () => ({}), at(offset))).toMatchObject({ status: 403, ec: '0002-00000709' });
});

test.each(['20260130T235959Z', '2026-01-31T12:00:00Z', '20260131T246000Z', ''])(
  'x-oss-date "%s" is refused: it is no time on the day of the credential',
  async (date) => {
    const oss = await runOss({ now: () => now });
    expect(await postChanged(oss, () => ({ 'x-oss-date': date }), at(0))).toMatchObject({
      status: 403,
      ec: '0002-00000709',
    });
  },
);

test.each(['x-oss-signature-version', 'x-oss-credential', 'x-oss-date'])(
  'a policy that does not state %s is refused',
  async (name) => {
    const oss = await runOss({ now: () => now });
    const { policy, ...fields } = formWithout(oss, name);
    const answer = await postParts(oss.url, toParts({ ...fields, ...signPolicy(oss, policy) }));
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied', ec: '0006-00000228' });
    expect(answer.message).toBe(`Invalid according to Policy: Extra input fields: ${name}`);
  },
);

/** A form whose policy states all but one of the fields. */
function formWithout(oss: RunningOss, leftOut: string) {
  const { policy = '', ...fields } = signedForm({ settings: oss.settings, signedAt: now });
  const { expiration, conditions } = JSON.parse(Buffer.from(policy, 'base64').toString());
  const stated = conditions.filter((condition: object) => !(leftOut in condition));
  return { ...fields, policy: encodePolicy({ expiration, conditions: stated }) };
}

function signPolicy(oss: RunningOss, policy: string): Record<string, string> {
  const { accessKeySecret, region } = oss.settings;
  return { policy, 'x-oss-signature': signV4(accessKeySecret, { day: '20260131', region }, policy) };
}
