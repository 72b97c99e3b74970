import { fetchPolicy } from '../../../../../miniprogram/services/oss-upload/policy/fetch-policy';
import { encodePolicy, policyAnswer, SAMPLE_LIMITS, SIGNED_AT } from '../../../../sample-policy';
import { scriptedWx } from '../../../../scripted-wx';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** How long the policy of an answer serves from when it was asked for, in milliseconds of the phone's clock. */
async function lifeOf(data: unknown, header: unknown, phoneTime = SIGNED_AT.getTime()) {
  const phone = scriptedWx();
  const fetched = fetchPolicy({ url: 'https://upload.example.com' }, () => phoneTime, phone.wx);
  phone.requests[0]?.succeed({ statusCode: 200, data, header });
  return (await fetched).renewAt - phoneTime;
}

/** The same, for an answer of the reference backend. */
function life(header: unknown, phoneTime?: number, validSeconds = SAMPLE_LIMITS.validSeconds) {
  return lifeOf(policyAnswer({ limits: { validSeconds } }), header, phoneTime);
}
const date = { Date: SIGNED_AT.toUTCString() };

test('a policy is renewed a minute before it expires', async () => {
  await expect(life(date)).resolves.toBe(540 * SECOND);
});

test.each(['date', 'DATE', 'Date'])('by the clock of the server, which the header %s tells', async (name) => {
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

describe('of a policy that does not say itself when it expires', () => {
  /** With this beside it in the answer. */
  function lifeBySide(beside: object, header: unknown, phoneTime: number) {
    const policy = encodePolicy({ conditions: [['starts-with', '$key', 'uploads/']] });
    return lifeOf({ ...policyAnswer(), policy, expire: undefined, ...beside }, header, phoneTime);
  }
  const signedAt = SIGNED_AT.getTime();
  const daysOff = signedAt - 3 * DAY;

  test.each([600, '600', signedAt / 1000 + 600, String(signedAt + 600_000), '2026-03-01T08:10:00Z'])(
    'expire: %p',
    async (expire) => {
      await expect(lifeBySide({ expire }, date, daysOff)).resolves.toBe(540 * SECOND);
    },
  );

  test('seconds from now need no clock of the server', async () => {
    await expect(lifeBySide({ expire: 600 }, {}, daysOff)).resolves.toBe(540 * SECOND);
  });

  test('without any expire it serves once', async () => {
    await expect(lifeBySide({}, date, signedAt)).resolves.toBe(0);
  });

  // The official WeChat guide dates it ten minutes ahead.
  test.each(['20260301T081000Z', '20990101T000000Z'])('the x_oss_date %s is not a time to go by', async (later) => {
    await expect(lifeBySide({ x_oss_date: later }, date, signedAt)).resolves.toBe(0);
    await expect(lifeBySide({ x_oss_date: later, expire: 600 }, date, signedAt)).resolves.toBe(540 * SECOND);
  });
});

test('what the policy says goes before what the answer says of it', async () => {
  const data = { ...policyAnswer(), expire: SIGNED_AT.getTime() / 1000 + 86_400 };
  await expect(lifeOf(data, date)).resolves.toBe(540 * SECOND);
});

test('a policy that has expired by the clock of the server serves once: OSS decides', async () => {
  const late = { Date: new Date(SIGNED_AT.getTime() + DAY).toUTCString() };
  await expect(life(late)).resolves.toBe(0);
});
