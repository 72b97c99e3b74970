// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's
import { signV1, signV4, v4Credential, v4Date, v4SigningKey } from '../../server/signature';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Published in the tests of Alibaba's Java SDK. */
test('V1: matches the test vector of the Java SDK', () => {
  const policy =
    '{"expiration":"2020-03-19T03:44:06.476Z","conditions":[{"bucket":"gen-post-policy"},' +
    '["eq","$key","user\\/eric\\/\\\\${filename}"],["starts-with","$key","user\\/eric"],' +
    '["starts-with","$x-oss-meta-tag","dummy_etag"],["content-length-range",1,1024]]}';
  expect(signV1('B'.repeat(30), base64(policy))).toBe('9fs2TRS2W2k5hV8mLsvqZBnlC2M=');
});

describe('V4: matches ali-oss 6.23.0', () => {
  const scope = { day: '20231216', region: 'cn-hangzhou' };

  test('the signing key', () => {
    expect(v4SigningKey('sk', scope).toString('hex')).toBe(
      'b412a03b134ebddd720f5167b5de6db66620ebb3b01cff4d49e3ccb09f8de97f',
    );
  });

  test('the signature', () => {
    const policy =
      '{"expiration":"2023-12-16T17:20:57.000Z","conditions":[{"bucket":"bucket"},' +
      '{"x-oss-signature-version":"OSS4-HMAC-SHA256"},' +
      '{"x-oss-credential":"ak/20231216/cn-hangzhou/oss/aliyun_v4_request"},' +
      '{"x-oss-date":"20231216T162057Z"},["content-length-range",1,1024],' +
      '["starts-with","$key","user/eric/"],["eq","$success_action_status","200"]]}';
    expect(signV4('sk', scope, base64(policy))).toBe(
      '9f0ac9083d6791e67870809ff27e6d4ee8ccdd507b826895e4e25a944ece0167',
    );
  });

  test('the credential and the date', () => {
    expect(v4Credential('ak', scope)).toBe('ak/20231216/cn-hangzhou/oss/aliyun_v4_request');
    expect(v4Date(new Date('2023-12-16T16:20:57.999Z'))).toBe('20231216T162057Z');
  });

  test.each([
    ['secret', 'sl', scope],
    ['day', 'sk', { ...scope, day: '20231217' }],
    ['region', 'sk', { ...scope, region: 'cn-beijing' }],
  ])('another %s gives another signature', (_case, secret, otherScope) => {
    expect(signV4(secret, otherScope, 'policy')).not.toBe(signV4('sk', scope, 'policy'));
  });
});
