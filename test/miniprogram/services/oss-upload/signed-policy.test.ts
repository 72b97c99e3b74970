import { readSignedPolicy } from '../../../../miniprogram/services/oss-upload/signed-policy';
import { policyAnswer } from '../../../sample-policy';

const v4 = policyAnswer();
const v1 = policyAnswer({ limits: { signatureVersion: 'v1' } });

test('a V4 answer of the reference backend', () => {
  expect(readSignedPolicy(v4)).toEqual({
    host: 'https://pictures.oss-cn-hangzhou.aliyuncs.com',
    dir: 'uploads/',
    policy: v4.policy,
    signature: {
      version: 'v4',
      credential: 'sample-key-id/20260301/cn-hangzhou/oss/aliyun_v4_request',
      date: '20260301T080000Z',
      signature: v4.signature,
    },
    securityToken: undefined,
    document: expect.objectContaining({ contentTypes: ['image/jpeg', 'image/png', 'image/webp'] }),
  });
});

test('a V1 answer of the reference backend', () => {
  expect(readSignedPolicy(v1).signature).toEqual({
    version: 'v1',
    accessKeyId: 'sample-key-id',
    signature: v1.signature,
  });
});

test('with STS credentials there is a token', () => {
  expect(readSignedPolicy(policyAnswer({ oss: { securityToken: 'sample-token' } })).securityToken).toBe('sample-token');
});

test('an empty token, as some samples answer without STS, is none', () => {
  expect(readSignedPolicy({ ...v4, security_token: '' }).securityToken).toBeUndefined();
});

test('the answer is found in its text, where a backend calls it text/html', () => {
  expect(readSignedPolicy(JSON.stringify(v1))).toEqual(readSignedPolicy(v1));
});

test('an older official sample: expire as text, an empty callback, a slash too many', () => {
  const answer = { ...v1, host: `${v1.host}//`, expire: '1772352600', callback: '', message: null };
  expect(readSignedPolicy(answer)).toEqual(readSignedPolicy(v1));
});

test.each([
  ['camel case', { policy: v4.policy, host: v4.host, dir: 'uploads/', xOssCredential: 'c', xOssDate: 'd' }],
  ['kebab case', { policy: v4.policy, host: v4.host, dir: 'uploads/', 'x-oss-credential': 'c', 'x-oss-date': 'd' }],
  ['capitals', { Policy: v4.policy, Host: v4.host, Dir: 'uploads/', X_OSS_CREDENTIAL: 'c', X_OSS_DATE: 'd' }],
])('the same names in %s', (_, answer) => {
  expect(readSignedPolicy({ ...answer, 'x-oss-signature': 's' })).toMatchObject({
    dir: 'uploads/',
    signature: { version: 'v4', credential: 'c', date: 'd', signature: 's' },
  });
});

test('an answer with the fields of both versions is taken for V4', () => {
  expect(readSignedPolicy({ ...v4, accessid: 'sample-key-id' }).signature.version).toBe('v4');
});

test.each([4, 'v2', null])('a version of %p, which is not of the signature, is passed over', (version) => {
  expect(readSignedPolicy({ ...v1, version })).toEqual(readSignedPolicy(v1));
});

test.each([undefined, null, ''])('a dir of %p means the top of the bucket', (dir) => {
  expect(readSignedPolicy({ ...v4, dir }).dir).toBe('');
});

describe('what is missing is named', () => {
  test.each([
    ['policy', v4, 'policy'],
    ['host', v4, 'host'],
    ['signature', v4, 'signature'],
    ['date', v4, 'x_oss_date'],
    ['credential', v4, 'x_oss_credential'],
    ['accessKeyId', v1, 'accessid'],
  ])('%s', (piece, answer, field) => {
    for (const instead of [undefined, null, '', 42, {}, ['a']]) {
      expect(() => readSignedPolicy({ ...answer, [field]: instead })).toThrow(
        expect.objectContaining({ code: 'policy-unusable', message: expect.stringContaining(`"${piece}" as text`) }),
      );
    }
  });

  test('and beside it what came: the names of the fields, never their values', () => {
    expect(() => readSignedPolicy({ code: 0, secret: 'hush', data: { ...v4 } })).toThrow(
      /got nothing among an object with code, secret, data\.$/,
    );
  });
});

test.each([
  [undefined, 'nothing'],
  [null, 'null (object)'],
  ['', 'nothing'],
  ['null', 'null (object)'],
  [42, '42 (number)'],
  [true, 'true (boolean)'],
  [[v4], 'a list of 1'],
  ['[]', 'a list of 0'],
  [new ArrayBuffer(8), '8 raw bytes'],
  ['<!DOCTYPE html>\n<title>502</title>', '<!DOCTYPE html> <title>502</title>'],
  ['{"policy":"cut in the mid', '{"policy":"cut in the mid'],
])('%p is no signed policy, and the message says what came', (answer, came) => {
  expect(() => readSignedPolicy(answer)).toThrow(
    expect.objectContaining({
      code: 'policy-unusable',
      remedy: 'never',
      message: expect.stringMatching(/^Expected the backend/),
    }),
  );
  expect(() => readSignedPolicy(answer)).toThrow(came);
});

test.each([
  'pictures.oss-cn-hangzhou.aliyuncs.com',
  '//pictures.oss-cn-hangzhou.aliyuncs.com',
  'ftp://pictures.example.com',
  'https://',
  'https://pictures.example.com/uploads',
  'https://pictures.example.com?a=b',
  'https://pictures.example.com ',
])('%p is no host', (host) => {
  expect(() => readSignedPolicy({ ...v4, host })).toThrow(/^Expected host to be like https:.*, got /);
});
