import { readSignedPolicy } from '../../../../../miniprogram/services/oss-upload/policy/signed-policy';
import { encodePolicy, policyAnswer } from '../../../../sample-policy';

const v4 = policyAnswer();
const v1 = policyAnswer({ limits: { signatureVersion: 'v1' } });

describe('what is missing is named, with the setting that stands in for it', () => {
  const bare = { policy: encodePolicy({ expiration: '2026-03-01T08:10:00.000Z', conditions: [] }), signature: 's' };

  test.each([
    ['policy', '', { ...v4, policy: undefined }],
    ['signature', '', { ...v4, signature: undefined }],
    ['credential', '', { ...bare, version: 'OSS4-HMAC-SHA256' }],
    ['date', '', { ...bare, x_oss_credential: 'c' }],
    ['accessKeyId', ' or as PolicyDefaults.accessKeyId', bare],
    ['host', ' or as PolicyDefaults.host', { ...bare, accessid: 'sample-key-id' }],
  ])('%s', (piece, setting, answer) => {
    expect(() => readSignedPolicy(answer)).toThrow(
      expect.objectContaining({
        code: 'policy-unusable',
        remedy: 'by-hand',
        message: expect.stringMatching(
          new RegExp(`^Expected "${piece}" in the backend's answer${setting}, got \\{.*\\}\\.$`),
        ),
      }),
    );
  });

  test.each([
    ['policy', 'policy'],
    ['signature', 'signature'],
    ['accessKeyId', 'accessid'],
  ])('%s, too, where there is something in its place that is no text', (piece, field) => {
    for (const instead of [null, '', true, {}, ['a']]) {
      expect(() => readSignedPolicy({ ...v1, [field]: instead })).toThrow(
        `Expected "${piece}" in the backend's answer`,
      );
    }
  });

  test('and none of it once the settings are there', () => {
    const defaults = { accessKeyId: 'id-of-config', host: 'https://pictures.example.com', dir: 'album/' };
    expect(readSignedPolicy(bare, defaults)).toMatchObject({
      host: 'https://pictures.example.com',
      key: { mode: 'prefix', prefix: 'album/' },
      signature: { version: 'v1', accessKeyId: 'id-of-config', signature: 's' },
    });
  });

  test('what the backend did answer is shown, without what opens anything', () => {
    const answer = { code: 401, message: 'sign in', data: { signature: 'hush', token: 'hush', accessid: 'hush' } };
    expect(() => readSignedPolicy(answer)).toThrow(
      'got {"code":401,"message":"sign in","data":{"signature":"***","token":"***","accessid":"***"}}.',
    );
  });
});

test('an answer with a secret in it is refused, whatever else is in it', () => {
  expect(() => readSignedPolicy({ ...v4, AccessKeySecret: 'hush' })).toThrow(
    expect.objectContaining({
      code: 'policy-unusable',
      message: expect.stringMatching(/^Expected no secret in the backend's answer, got "AccessKeySecret": (?!.*hush)/),
    }),
  );
});

test.each([
  [undefined, 'nothing'],
  [null, 'null (object)'],
  ['', 'nothing'],
  ['null', 'null'],
  [42, '42 (number)'],
  [true, 'true (boolean)'],
  [[], 'a list of 0'],
  ['[]', 'a list of 0'],
  [{}, 'an object with no fields'],
  [new ArrayBuffer(8), '8 raw bytes'],
  ['<!DOCTYPE html>\n<title>502</title>', '<!DOCTYPE html> <title>502</title>'],
  ['{"policy":"cut in the mid', '{"policy":"cut in the mid'],
])('%p is no signed policy, and the message says what came', (answer, came) => {
  expect(() => readSignedPolicy(answer)).toThrow(
    expect.objectContaining({
      code: 'policy-unusable',
      remedy: 'by-hand',
      message: `Expected "policy" in the backend's answer, got ${came}.`,
    }),
  );
});
