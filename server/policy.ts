import type { OssSettings, UploadLimits } from './settings';
import { signV1, signV4, V4_ALGORITHM, v4Credential, v4Date } from './signature';

/** A condition of a policy: https://help.aliyun.com/zh/oss/developer-reference/postobject */
export type PolicyCondition = Record<string, string> | [string, ...unknown[]];

interface PolicyAnswerBase {
  /** Where to post to. */
  host: string;
  /** The key's prefix. */
  dir: string;
  /** The policy document, in base64. */
  policy: string;
  signature: string;
  /** When the policy expires, in seconds since 1970. */
  expire: number;
  /** With STS credentials only. */
  security_token?: string;
  /** The upload callback, in base64: a form field. Only where the settings ask for it. */
  callback?: string;
}

/** What the client gets, in the field names of Alibaba's own samples. */
export type PolicyAnswer =
  | (PolicyAnswerBase & { x_oss_signature_version: string; x_oss_credential: string; x_oss_date: string })
  | (PolicyAnswerBase & { accessid: string });

/**
 * Makes and signs a policy.
 * @param at the one instant that dates everything in it
 * @param callback the form field of that name, see `callbackField`. Default: none
 */
export function createPolicyAnswer(oss: OssSettings, limits: UploadLimits, at: Date, callback?: string): PolicyAnswer {
  const expires = new Date(at.getTime() + limits.validSeconds * 1000);
  const base = {
    host: oss.host,
    dir: limits.dir,
    expire: Math.floor(expires.getTime() / 1000),
    ...(oss.securityToken === undefined ? {} : { security_token: oss.securityToken }),
    ...(callback === undefined ? {} : { callback }),
  };
  const conditions = policyConditions(oss, limits, callback);

  if (limits.signatureVersion === 'v1') {
    const policy = encodePolicy(expires, conditions);
    return { ...base, accessid: oss.accessKeyId, policy, signature: signV1(oss.accessKeySecret, policy) };
  }

  const date = v4Date(at);
  const scope = { day: date.slice(0, 8), region: oss.region };
  const credential = v4Credential(oss.accessKeyId, scope);
  const policy = encodePolicy(expires, [
    ...conditions,
    { 'x-oss-signature-version': V4_ALGORITHM },
    { 'x-oss-credential': credential },
    { 'x-oss-date': date },
  ]);
  return {
    ...base,
    x_oss_signature_version: V4_ALGORITHM,
    x_oss_credential: credential,
    x_oss_date: date,
    policy,
    signature: signV4(oss.accessKeySecret, scope, policy),
  };
}

/** The conditions that every upload has to meet: the client is never trusted. */
function policyConditions(oss: OssSettings, limits: UploadLimits, callback: string | undefined): PolicyCondition[] {
  return [
    { bucket: oss.bucket },
    ['starts-with', '$key', limits.dir],
    ['content-length-range', limits.minSize, limits.maxSize],
    ['in', '$content-type', limits.contentTypes],
    // 201 proves to the client that OSS answered; with a callback OSS answers 200.
    ['in', '$success_action_status', ['200', '201']],
    ...(oss.securityToken === undefined ? [] : [{ 'x-oss-security-token': oss.securityToken }]),
    // Without it a client could leave the callback out, or have another one.
    ...(callback === undefined ? [] : [['eq', '$callback', callback] satisfies PolicyCondition]),
  ];
}

function encodePolicy(expires: Date, conditions: PolicyCondition[]): string {
  return Buffer.from(JSON.stringify({ expiration: expires.toISOString(), conditions })).toString('base64');
}
