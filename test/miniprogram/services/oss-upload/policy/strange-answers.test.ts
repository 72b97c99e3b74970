import fc from 'fast-check';
import { checkConditions } from '../../../../../dev/oss/policy-check';
import { readPolicy } from '../../../../../dev/oss/policy-document';
import { UploadError } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import { fetchPolicy } from '../../../../../miniprogram/services/oss-upload/policy/fetch-policy';
import type { SignedPolicy } from '../../../../../miniprogram/services/oss-upload/policy/signed-policy';
import { readSignedPolicy } from '../../../../../miniprogram/services/oss-upload/policy/signed-policy';
import { type FormFields, formFields } from '../../../../../miniprogram/services/oss-upload/post/form-fields';
import { objectKey } from '../../../../../miniprogram/services/oss-upload/post/object-key';
import { encodePolicy, policyAnswer, SIGNED_AT } from '../../../../sample-policy';
import { scriptedWx } from '../../../../scripted-wx';
import { withoutHanging } from '../../../../without-hanging';

const CONTENT_TYPE = 'image/jpeg';
/** Few, so that conditions meet the answer and one another now and then. */
const TEXTS = [
  '',
  'a',
  'ab',
  'b/',
  '200',
  '201',
  'image/',
  CONTENT_TYPE,
  'id',
  '__proto__',
  'undefined',
  '图片/',
  '$',
  '\\',
];
const FIELDS = [
  ...['key', 'Content-Type', 'x-oss-content-type', 'success_action_status', 'success_action_redirect', 'file'],
  ...['callback', 'x:uid', 'X:Album', 'x-oss-security-token', 'x-oss-credential', 'x-oss-date', 'OSSAccessKeyId'],
  ...[
    'Signature',
    'x-oss-signature',
    'policy',
    'Cache-Control',
    'x-oss-meta-a',
    '__proto__',
    'constructor',
    'toString',
  ],
];

const text = fc.constantFrom(...TEXTS);
const field = fc.constantFrom(...FIELDS);
const condition = fc.oneof(
  fc.tuple(field, text).map(([name, value]) => ({ [name]: value })),
  fc.tuple(
    fc.constantFrom('eq', 'starts-with'),
    field.map((name) => `$${name}`),
    text,
  ),
  fc.tuple(
    fc.constantFrom('in', 'not-in'),
    field.map((name) => `$${name}`),
    fc.array(text, { maxLength: 3 }),
  ),
  fc.constant({ bucket: 'pictures' }),
);
/** A policy with the answer around it, as a V1 or V4 backend would give it. */
const signedAnswer = fc
  .record({
    conditions: fc.array(condition, { minLength: 1, maxLength: 4 }),
    beside: fc.dictionary(fc.constantFrom('dir', 'callback', 'x:uid', 'x:album', 'security_token'), text),
    signatureVersion: fc.constantFrom('v1' as const, 'v4' as const),
  })
  .map(({ conditions, beside, signatureVersion }) => ({
    ...policyAnswer({ limits: { signatureVersion } }),
    ...beside,
    policy: encodePolicy({ expiration: '2026-03-01T08:10:00.000Z', conditions }),
  }));

/** What the client makes of an answer: a form, or its refusal. */
async function readAnswer(data: unknown): Promise<{ policy: SignedPolicy; fields: FormFields } | UploadError> {
  const phone = scriptedWx();
  const fetched = fetchPolicy({ url: 'https://upload.example.com' }, () => SIGNED_AT.getTime(), phone.wx);
  phone.requests[0]?.succeed({ statusCode: 200, data, header: {} });
  try {
    const policy = await fetched;
    const key = objectKey(policy.key, 'name', 'jpg');
    return { policy, fields: formFields(policy, { key, contentType: CONTENT_TYPE }) };
  } catch (error) {
    expect(error).toBeInstanceOf(UploadError);
    // Always, for only that is thrown: see above.
    if (error instanceof UploadError) return error;
    throw error;
  }
}

/** Whether OSS finds the conditions met: by the local OSS's own reader and its own rules, not by the client's. */
function satisfies(fields: FormFields, policyBase64: string): void {
  const byName = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
  checkConditions(readPolicy(policyBase64), (name) => {
    if (name === 'bucket') return 'pictures';
    return byName.get(name === 'content-type' ? 'x-oss-content-type' : name) ?? '';
  });
}

test('a form satisfies every condition of its policy, or the policy is refused by name', async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(signedAnswer, async (answer) => {
      const outcome = await readAnswer(answer);
      if (outcome instanceof UploadError) {
        expect(['policy-unusable', 'type-not-allowed']).toContain(outcome.code);
        return;
      }
      accepted++;
      expect(() => satisfies(outcome.fields, answer.policy)).not.toThrow();
    }),
    { numRuns: 1000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test('every field of a form is text, and says undefined only where the policy does', async () => {
  await fc.assert(
    fc.asyncProperty(signedAnswer, async (answer) => {
      const outcome = await readAnswer(answer);
      if (outcome instanceof UploadError) return;
      const said = outcome.policy.document.conditions.flatMap((one) => ('values' in one ? one.values : one.value));
      for (const [name, value] of Object.entries(outcome.fields)) {
        expect([name, typeof value]).toEqual([name, 'string']);
        if (value === 'undefined') expect(said).toContain('undefined');
      }
    }),
    { numRuns: 300 },
  );
});

describe('no answer throws anything but an UploadError', () => {
  const names = fc.constantFrom(
    ...Object.keys(policyAnswer()),
    'data',
    'url',
    'version',
    'accessid',
    'callback',
    'secret',
  );
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(policyAnswer())), fc.json(), text);
  /** Anything at all under the names that are looked for, wrapped or not. */
  const lookAlike = fc.letrec<{ record: object; leaf: unknown }>((tie) => ({
    leaf: value,
    record: fc.dictionary(fc.oneof(names, field), fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('record'))),
  })).record;

  test.each([
    ['JSON of any kind', fc.jsonValue({ maxDepth: 8 })],
    ['any text', fc.oneof(fc.string({ unit: 'binary' }), fc.json())],
    ['any value that JavaScript has', fc.anything({ withBigInt: true, withNullPrototype: true, withTypedArray: true })],
    ['anything under the names that are looked for', lookAlike],
    ['the same as text', lookAlike.map((record) => JSON.stringify(record))],
    [
      'a good answer with one piece changed',
      fc.tuple(names, value).map(([name, wrong]) => ({ ...policyAnswer(), [name]: wrong })),
    ],
    ['a good answer cut short', fc.nat({ max: 600 }).map((length) => JSON.stringify(policyAnswer()).slice(0, length))],
    [
      'any policy',
      fc.oneof(fc.json(), fc.string()).map((policy) => ({ ...policyAnswer(), policy: encodePolicy(policy) })),
    ],
  ])('%s', async (_, arbitrary: fc.Arbitrary<unknown>) => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async (answer) => {
        const outcome = await readAnswer(answer);
        if (!(outcome instanceof UploadError)) return;
        expect(['policy-unusable', 'not-from-backend', 'type-not-allowed']).toContain(outcome.code);
        expect(outcome.message).toMatch(/^Expected [^\n]{1,600}$/u);
      }),
      { numRuns: 150 },
    );
  });
});

test('a policy of thousands of conditions is read, or refused, without end of work', () => {
  const conditions = (count: number, make: (index: number) => unknown) =>
    Array.from({ length: count }, (_, i) => make(i));
  const policies = [
    conditions(1500, (index) => ({ [`x-oss-meta-${index}`]: 'v' })),
    conditions(1000, () => ['starts-with', '$x-oss-meta-a', '']),
    [...conditions(1000, () => ['starts-with', '$x-oss-meta-a', 'v']), ['eq', '$x-oss-meta-a', 'other']],
    [
      ['in', '$x-oss-meta-a', conditions(5000, String)],
      ['in', '$x-oss-meta-a', conditions(5000, (i) => `x${i}`).slice(0, 1000)],
    ],
  ];
  for (const list of policies) {
    const policy = encodePolicy({ expiration: '2026-03-01T08:10:00.000Z', conditions: list });
    const read = () =>
      formFields(readSignedPolicy({ ...policyAnswer(), policy }), { key: 'a', contentType: CONTENT_TYPE });
    try {
      expect(withoutHanging(read)).toHaveProperty('policy', policy);
    } catch (error) {
      expect(error).toBeInstanceOf(UploadError);
    }
  }
});
