import type { PolicySignature, SignedPolicy } from './signed-policy';

/** What goes before the file, in this order. Every value is text: `wx.uploadFile` would send `undefined` as a word. */
export type FormFields = Record<string, string>;

export interface ObjectDescription {
  key: string;
  /** What the object is served as later. Without it OSS may store it as a download. */
  contentType: string;
}

/** The form fields of PostObject: https://help.aliyun.com/zh/oss/developer-reference/postobject */
export function formFields(policy: SignedPolicy, { key, contentType }: ObjectDescription): FormFields {
  return {
    key,
    policy: policy.policy,
    ...signatureFields(policy.signature),
    ...(policy.securityToken === undefined ? {} : { 'x-oss-security-token': policy.securityToken }),
    // Without it OSS answers 204.
    success_action_status: '200',
    'x-oss-content-type': contentType,
  };
}

function signatureFields(signature: PolicySignature): FormFields {
  if (signature.version === 'v1') return { OSSAccessKeyId: signature.accessKeyId, Signature: signature.signature };
  return {
    'x-oss-signature-version': 'OSS4-HMAC-SHA256',
    'x-oss-credential': signature.credential,
    'x-oss-date': signature.date,
    'x-oss-signature': signature.signature,
  };
}
