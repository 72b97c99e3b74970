// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's
import fc from 'fast-check';
import { OssError } from '../../../dev/oss/oss-error';
import { readPolicy } from '../../../dev/oss/policy-document';
import { encodePolicy, postParts, signedForm, toParts } from './post-form';
import { endRunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

const expiration = '2026-01-31T12:00:00.000Z';
const withCondition = (condition: unknown) => encodePolicy({ expiration, conditions: [condition] });

/** The EC that the policy is refused with. */
function ecOf(policyBase64: string): string | undefined {
  try {
    readPolicy(policyBase64);
  } catch (error) {
    if (!(error instanceof OssError)) throw error;
    expect(error).toMatchObject({ status: 400, code: 'InvalidPolicyDocument' });
    expect(error.message).toMatch(/^Invalid Policy: /);
    return error.ec;
  }
  return undefined;
}

test('every form of condition is read', () => {
  const conditions = [
    { bucket: 'b' },
    ['eq', '$Key', 'v'],
    ['starts-with', '$key', ''],
    ['in', '$content-type', ['image/jpeg', 'image/png']],
    ['not-in', '$cache-control', []],
    ['content-length-range', 0, 10],
  ];
  expect(readPolicy(encodePolicy({ expiration, conditions }))).toEqual({
    expiration: new Date(expiration),
    conditions: [
      { mode: 'eq', field: 'bucket', value: 'b', text: '["eq", "$bucket", "b"]' },
      { mode: 'eq', field: 'key', value: 'v', text: '["eq", "$Key", "v"]' },
      { mode: 'starts-with', field: 'key', value: '', text: '["starts-with", "$key", ""]' },
      {
        mode: 'in',
        field: 'content-type',
        values: ['image/jpeg', 'image/png'],
        text: '["in", "$content-type", ["image/jpeg", "image/png"]]',
      },
      { mode: 'not-in', field: 'cache-control', values: [], text: '["not-in", "$cache-control", []]' },
      { mode: 'content-length-range', min: 0, max: 10, text: '["content-length-range", 0, 10]' },
    ],
  });
});

test('a policy that other languages write, with \\$ and \\/, is read', () => {
  const text = `{"expiration":"${expiration}","conditions":[["eq","\\$key","user\\/\\\${filename}\\\\$"]]}`;
  expect(readPolicy(encodePolicy(text)).conditions).toEqual([
    expect.objectContaining({ field: 'key', value: 'user/${filename}\\$' }),
  ]);
});

describe('each mistake is refused with its EC', () => {
  test.each([
    ['nothing', '', '0006-00000205'],
    ['not base64', 'not base64!!', '0006-00000202'],
    ['base64 for URLs', `${encodePolicy('{"a":"??>"}').replace(/[+/]/g, '_')}`, '0006-00000202'],
    ['base64 without its end', 'eyJ', '0006-00000202'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]).toString('base64'), '0006-00000203'],
    ['not JSON', encodePolicy('{"expiration":'), '0006-00000204'],
    ['a list', encodePolicy([]), '0006-00000204'],
    ['null', encodePolicy('null'), '0006-00000204'],
    ['another parameter', encodePolicy({ test: 1, expiration, conditions: [{ bucket: 'b' }] }), '0006-00000206'],
    ['no conditions', encodePolicy({ expiration }), '0006-00000207'],
    ['no expiration', encodePolicy({ conditions: [{ bucket: 'b' }] }), '0006-00000208'],
    ['neither', encodePolicy({}), '0006-00000209'],
    ['expiration a number', encodePolicy({ expiration: 123, conditions: [{ bucket: 'b' }] }), '0006-00000210'],
    ['expiration empty', encodePolicy({ expiration: '', conditions: [{ bucket: 'b' }] }), '0006-00000211'],
    ['expiration without T', encodePolicy({ expiration: '2026-01-31 12:00:00', conditions: [{}] }), '0006-00000212'],
    ['expiration in month 13', encodePolicy({ expiration: '2026-13-01T00:00:00Z', conditions: [{}] }), '0006-00000212'],
    ['conditions a number', encodePolicy({ expiration, conditions: 123 }), '0006-00000214'],
    ['conditions empty', encodePolicy({ expiration, conditions: [] }), '0006-00000215'],
  ])('%s', (_case, policy, ec) => {
    expect(ecOf(policy)).toBe(ec);
  });

  test.each<[unknown, string]>([
    [123, '0006-00000222'],
    ['eq', '0006-00000222'],
    [null, '0006-00000222'],
    [{}, '0006-00000201'],
    [{ bucket: 'b', key: 'k' }, '0006-00000201'],
    [{ bucket: 1 }, '0006-00000224'],
    [[], '0006-00000216'],
    [['$key'], '0006-00000216'],
    [['ends-with', '$key', 'a'], '0006-00000217'],
    [['eq', '$key'], '0006-00000218'],
    [['starts-with', '$key', 'a', 'b'], '0006-00000218'],
    [['content-length-range', 1], '0006-00000218'],
    [['content-length-range', 20, 10], '0006-00000219'],
    [['content-length-range', 1, 'test'], '0006-00000221'],
    [['content-length-range', 1.5, 2], '0006-00000221'],
    [['content-length-range', -1, 2], '0006-00000221'],
    [['content-length-range', [1], 'test'], '0006-00000223'],
    [['not-in', '$cache-control', 'no-cache'], '0006-00000224'],
    [['in', '$key', [1]], '0006-00000224'],
    [['eq', '$key', 1], '0006-00000224'],
    [['eq', 'key', 'a'], '0006-00000224'],
    [['eq', 1, 'a'], '0006-00000224'],
  ])('%j', (condition, ec) => {
    expect(ecOf(withCondition(condition))).toBe(ec);
  });
});

test('any JSON is read as a policy or refused', () => {
  fc.assert(fc.property(fc.json(), (json) => void ecOf(encodePolicy(json))));
  fc.assert(fc.property(fc.jsonValue(), (condition) => void ecOf(withCondition(condition))));
});

test('a signed policy that is wrong is answered so', async () => {
  const oss = await runOss();
  const form = signedForm({ settings: oss.settings, conditions: [['ends-with', '$key', '.png']] });
  expect(await postParts(oss.url, toParts(form))).toMatchObject({
    status: 400,
    code: 'InvalidPolicyDocument',
    ec: '0006-00000217',
  });
});
