import { formFields } from '../../../../miniprogram/services/oss-upload/form-fields';
import { readSignedPolicy } from '../../../../miniprogram/services/oss-upload/signed-policy';
import { policyAnswer, type SamplePolicyOptions } from '../../../sample-policy';

const OBJECT = { key: 'uploads/a.jpg', contentType: 'image/jpeg' };
const fieldsFor = (options?: SamplePolicyOptions) => formFields(readSignedPolicy(policyAnswer(options)), OBJECT);

test('V4: every field, in this order', () => {
  const { policy, signature } = policyAnswer();
  expect(Object.entries(fieldsFor())).toEqual([
    ['key', 'uploads/a.jpg'],
    ['policy', policy],
    ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
    ['x-oss-credential', 'sample-key-id/20260301/cn-hangzhou/oss/aliyun_v4_request'],
    ['x-oss-date', '20260301T080000Z'],
    ['x-oss-signature', signature],
    ['success_action_status', '200'],
    ['x-oss-content-type', 'image/jpeg'],
  ]);
});

test('V1: every field, in this order, and none of V4', () => {
  const { policy, signature } = policyAnswer({ limits: { signatureVersion: 'v1' } });
  expect(Object.entries(fieldsFor({ limits: { signatureVersion: 'v1' } }))).toEqual([
    ['key', 'uploads/a.jpg'],
    ['policy', policy],
    ['OSSAccessKeyId', 'sample-key-id'],
    ['Signature', signature],
    ['success_action_status', '200'],
    ['x-oss-content-type', 'image/jpeg'],
  ]);
});

test.each(['v1', 'v4'] as const)('%s with STS carries the token', (signatureVersion) => {
  const fields = fieldsFor({ oss: { securityToken: 'sample-token' }, limits: { signatureVersion } });
  expect(fields['x-oss-security-token']).toBe('sample-token');
});

test('every value is text: WeChat would send undefined as the word', () => {
  for (const signatureVersion of ['v1', 'v4'] as const) {
    const values = Object.values(fieldsFor({ limits: { signatureVersion } }));
    expect(values.every((value) => typeof value === 'string' && value !== '')).toBe(true);
  }
});
