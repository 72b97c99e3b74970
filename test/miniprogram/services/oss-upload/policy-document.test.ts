import fc from 'fast-check';
import { readPolicyDocument } from '../../../../miniprogram/services/oss-upload/policy-document';
import { UploadError } from '../../../../miniprogram/services/oss-upload/upload-error';
import { encodePolicy, policyAnswer, SAMPLE_LIMITS, SIGNED_AT } from '../../../sample-policy';

const EXPIRATION = '2026-03-01T08:10:00.000Z';

/** A policy of these conditions, in base64. */
const policyOf = (...conditions: unknown[]) => encodePolicy({ expiration: EXPIRATION, conditions });

test('what the reference backend signs is read in full', () => {
  expect(readPolicyDocument(policyAnswer().policy)).toEqual({
    expiration: SIGNED_AT.getTime() + SAMPLE_LIMITS.validSeconds * 1000,
    size: { min: SAMPLE_LIMITS.minSize, max: SAMPLE_LIMITS.maxSize },
    contentTypes: SAMPLE_LIMITS.contentTypes,
  });
});

test('limits that a policy does not state are absent', () => {
  expect(readPolicyDocument(policyOf({ bucket: 'b' }, ['starts-with', '$key', 'u/']))).toEqual({
    expiration: Date.parse(EXPIRATION),
    size: undefined,
    contentTypes: undefined,
  });
});

test('every size range and list of types is found, wherever it stands', () => {
  const others = fc.array(fc.constantFrom({ bucket: 'b' }, ['starts-with', '$key', 'u/'], ['eq', '$x-oss-date', 'd']));
  const range = fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
  const types = fc.array(fc.constantFrom('image/jpeg', 'image/png', 'image/heic'), { minLength: 1 });
  fc.assert(
    fc.property(
      others,
      range,
      types,
      fc.date({ noInvalidDate: true, min: new Date(0) }),
      (before, size, list, date) => {
        const conditions = [...before, ['content-length-range', size.min, size.max], ['in', '$content-type', list]];
        const document = readPolicyDocument(encodePolicy({ expiration: date.toISOString(), conditions }));
        expect(document).toEqual({ expiration: date.getTime(), size, contentTypes: list });
      },
    ),
  );
});

test('a single type is a list of one, and names of fields have no case', () => {
  expect(readPolicyDocument(policyOf(['eq', '$Content-Type', 'image/png'])).contentTypes).toEqual(['image/png']);
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
  ['no expiration', encodePolicy({ conditions: [] }), /ISO date as expiration of the policy, got nothing/],
  ['an expiration in seconds', encodePolicy({ expiration: 1772352600, conditions: [] }), /got 1772352600 \(number\)/],
  ['an expiration in words', encodePolicy({ expiration: 'tomorrow', conditions: [] }), /got tomorrow/],
  ['no conditions', encodePolicy({ expiration: EXPIRATION }), /list as conditions of the policy, got nothing/],
  [
    'conditions by name',
    encodePolicy({ expiration: EXPIRATION, conditions: { bucket: 'b' } }),
    /got an object with bucket/,
  ],
  ['far too much', 'A'.repeat(10_000_000), /at most 65536 characters, got 10000000/],
])('a policy that is or has %s is refused with what was expected and what came', (_, policy, message) => {
  expect(() => readPolicyDocument(policy)).toThrow(
    expect.objectContaining({ code: 'policy-unusable', remedy: 'never', message: expect.stringMatching(message) }),
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
