import fc from 'fast-check';
import { UploadError } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import {
  exactValue,
  type FieldCondition,
  fits,
  readPolicyDocument,
} from '../../../../../miniprogram/services/oss-upload/policy/policy-document';
import { encodePolicy, policyAnswer, SAMPLE_LIMITS, SIGNED_AT } from '../../../../sample-policy';

const EXPIRATION = '2026-03-01T08:10:00.000Z';

/** A policy of these conditions, in base64. */
const policyOf = (...conditions: unknown[]) => encodePolicy({ expiration: EXPIRATION, conditions });

test('what the reference backend signs is read in full', () => {
  const { policy, ...beside } = policyAnswer({ oss: { securityToken: 'sample-token' } });
  expect(readPolicyDocument(policy)).toEqual({
    expiration: SIGNED_AT.getTime() + SAMPLE_LIMITS.validSeconds * 1000,
    size: { min: SAMPLE_LIMITS.minSize, max: SAMPLE_LIMITS.maxSize },
    conditions: [
      { field: 'bucket', mode: 'eq', value: 'pictures' },
      { field: 'key', mode: 'starts-with', value: 'uploads/' },
      { field: 'content-type', mode: 'in', values: SAMPLE_LIMITS.contentTypes },
      { field: 'success_action_status', mode: 'in', values: ['200', '201'] },
      { field: 'x-oss-forbid-overwrite', mode: 'eq', value: 'true' },
      { field: 'x-oss-object-acl', mode: 'in', values: ['default', 'private'] },
      { field: 'cache-control', mode: 'in', values: ['max-age=2592000'] },
      { field: 'content-disposition', mode: 'in', values: ['inline'] },
      { field: 'callback', mode: 'in', values: [''] },
      { field: 'x-oss-security-token', mode: 'eq', value: 'sample-token' },
      { field: 'x-oss-signature-version', mode: 'eq', value: 'OSS4-HMAC-SHA256' },
      { field: 'x-oss-credential', mode: 'eq', value: 'x_oss_credential' in beside && beside.x_oss_credential },
      { field: 'x-oss-date', mode: 'eq', value: '20260301T080000Z' },
    ],
  });
});

test('limits that a policy does not state are absent', () => {
  expect(readPolicyDocument(policyOf())).toEqual({
    expiration: Date.parse(EXPIRATION),
    size: undefined,
    conditions: [],
  });
});

test.each([
  ['no expiration', undefined],
  ['null', null],
  ['seconds', 1772352600],
  ['words', 'tomorrow'],
])('a policy with %s for an expiration is left for OSS to judge', (_, expiration) => {
  expect(readPolicyDocument(encodePolicy({ expiration, conditions: [] })).expiration).toBeUndefined();
});

test('every size range and condition is found, wherever it stands', () => {
  const condition = fc.record({
    field: fc.constantFrom('key', 'content-type', 'x-oss-date'),
    mode: fc.constantFrom('eq' as const, 'starts-with' as const),
    value: fc.string(),
  });
  const range = fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
  const written = ({ field, mode, value }: { field: string; mode: string; value: string }) => [
    mode,
    `$${field}`,
    value,
  ];
  fc.assert(
    fc.property(
      fc.array(condition),
      fc.array(condition),
      range,
      fc.date({ noInvalidDate: true, min: new Date(0) }),
      (before, after, size, date) => {
        const range = ['content-length-range', size.min, size.max];
        const conditions = [...before.map(written), range, ...after.map(written)];
        const document = readPolicyDocument(encodePolicy({ expiration: date.toISOString(), conditions }));
        expect(document).toEqual({ expiration: date.getTime(), size, conditions: [...before, ...after] });
      },
    ),
  );
});

test('of several size ranges all count, as for OSS', () => {
  const policy = policyOf(['content-length-range', 1, 100], ['content-length-range', 10, 1000]);
  expect(readPolicyDocument(policy).size).toEqual({ min: 10, max: 100 });
});

test('a size range may leave just one size', () => {
  expect(readPolicyDocument(policyOf(['content-length-range', 7, 7])).size).toEqual({ min: 7, max: 7 });
});

test.each([['1', 100], [1, '100'], ['1', '100'], [null, 100], [1]])(
  'a size range of %p to %p is left for OSS to judge',
  (...range) => {
    expect(readPolicyDocument(policyOf(['content-length-range', ...range])).size).toBeUndefined();
    expect(
      readPolicyDocument(policyOf(['content-length-range', ...range], ['content-length-range', 1, 9])).size,
    ).toEqual({ min: 1, max: 9 });
  },
);

test.each([
  [{ 'X-OSS-Date': 'd' }, { field: 'x-oss-date', mode: 'eq', value: 'd' }],
  [['eq', '$Content-Type', 'image/png'], { field: 'content-type', mode: 'eq', value: 'image/png' }],
  [['starts-with', 'key', 'U/'], { field: 'key', mode: 'starts-with', value: 'U/' }],
  [['in', '$x-oss-object-acl', ['private']], { field: 'x-oss-object-acl', mode: 'in', values: ['private'] }],
  [['not-in', '$Cache-Control', ['no-cache']], { field: 'cache-control', mode: 'not-in', values: ['no-cache'] }],
  [['eq', '$success_action_status', 200], { field: 'success_action_status', mode: 'eq', value: '200' }],
  [['eq', '$__proto__', 'p'], { field: '__proto__', mode: 'eq', value: 'p' }],
])('%j is a condition, whatever the case of its name', (written, read) => {
  expect(readPolicyDocument(policyOf(written)).conditions).toEqual([read]);
});

test.each([
  ['a mode that is not known', ['matches', '$key', 'u']],
  ['no value', ['eq', '$key']],
  ['a value that is no text', ['eq', '$key', { a: 1 }]],
  ['one value in place of a list', ['in', '$key', 'u']],
  ['no name', ['eq', null, 'u']],
  ['text', 'key=u'],
  ['null', null],
])('a condition of %s is left for OSS to judge', (_, written) => {
  expect(readPolicyDocument(policyOf(written)).conditions).toEqual([]);
});

test('the one value that a policy allows is known, and only where there is one', () => {
  const document = readPolicyDocument(policyOf(['starts-with', '$key', 'u/'], ['eq', '$callback', 'Y2I=']));
  expect(exactValue(document, 'callback')).toBe('Y2I=');
  expect(exactValue(document, 'key')).toBeUndefined();
  expect(exactValue(document, 'constructor')).toBeUndefined();
});

test('a value fits a condition as it does for OSS', () => {
  const values = ['', 'a', 'ab', 'A'];
  const fitting = (condition: FieldCondition) => values.filter((value) => fits(condition, value));
  const field = 'x-oss-meta-a';
  expect(fitting({ field, mode: 'eq', value: 'a' })).toEqual(['a']);
  expect(fitting({ field, mode: 'starts-with', value: 'a' })).toEqual(['a', 'ab']);
  expect(fitting({ field, mode: 'starts-with', value: '' })).toEqual(values);
  expect(fitting({ field, mode: 'in', values: ['a', 'A'] })).toEqual(['a', 'A']);
  expect(fitting({ field, mode: 'not-in', values: ['a', 'A'] })).toEqual(['', 'ab']);
});

test('a policy with `\\$`, which JSON does not know, is read', () => {
  // As the official Java SDK writes it.
  const text = `{"expiration":"${EXPIRATION}","conditions":[["eq","$key","user\\/eric\\/\\\${filename}"],["content-length-range",1,1024]]}`;
  expect(readPolicyDocument(encodePolicy(text)).size).toEqual({ min: 1, max: 1024 });
});

test('a policy whose legal JSON holds a backslash before a dollar is read', () => {
  const policy = policyOf(['starts-with', '$key', 'a\\$b'], ['content-length-range', 1, 9]);
  expect(readPolicyDocument(policy).size).toEqual({ min: 1, max: 9 });
});

test.each([
  ['no base64', '{"expiration":1}', /policy to be base64, got \{"expiration":1\}/],
  ['bytes that are no text', Buffer.from([0xff, 0xfe]).toString('base64'), /policy to be base64/],
  ['an empty text', '', /JSON object, got nothing/],
  ['no JSON', encodePolicy('<html>busy</html>'), /JSON object, got <html>busy/],
  ['null', encodePolicy('null'), /JSON object, got null/],
  ['a number', encodePolicy('42'), /JSON object, got 42/],
  ['no conditions', encodePolicy({ expiration: EXPIRATION }), /list as conditions of the policy, got nothing/],
  [
    'conditions by name',
    encodePolicy({ expiration: EXPIRATION, conditions: { bucket: 'b' } }),
    /got an object with bucket/,
  ],
  ['far too much', 'A'.repeat(10_000_000), /at most 65536 characters, got 10000000/],
])('a policy that is or has %s is refused with what was expected and what came', (_, policy, message) => {
  expect(() => readPolicyDocument(policy)).toThrow(
    expect.objectContaining({ code: 'policy-unusable', remedy: 'by-hand', message: expect.stringMatching(message) }),
  );
});

test('whatever JSON is in it, a policy is either read or refused as unusable', () => {
  const anything = fc.jsonValue();
  const operator = fc.oneof(fc.constantFrom('content-length-range', 'in', 'eq'), anything);
  const condition = fc.oneof(anything, fc.tuple(operator, fc.oneof(fc.constant('$content-type'), anything), anything));
  fc.assert(
    fc.property(fc.array(condition), (conditions) => {
      try {
        readPolicyDocument(policyOf(...conditions));
      } catch (error) {
        expect(error).toBeInstanceOf(UploadError);
        expect(error).toMatchObject({ code: 'policy-unusable' });
      }
    }),
    { examples: [[[['in', { toString: 1 }, ['image/png']]]], [[['content-length-range', { toString: 1 }, 1]]]] },
  );
});
