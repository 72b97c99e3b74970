import type { OssSettings, UploadLimits } from './settings';
import { signV1, signV4, V4_ALGORITHM, v4Credential, v4Date } from './signature';

/** A condition of a policy: https://help.aliyun.com/zh/oss/developer-reference/postobject */
export type PolicyCondition = Record<string, string> | [string, ...unknown[]];

/** What sets one policy apart from the next. */
export interface PolicyScope {
  /** The one key that the policy allows. Default: every key that begins with `limits.dir`. */
  key?: string;
  /** The policy expires at this time at the latest. Default: after `limits.validSeconds`. */
  notAfter?: Date;
  /** The form field of that name, see `callbackField`. Default: no callback. */
  callback?: string;
}

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

/** How pictures are served. Their keys never change hands, so a copy stays good. */
const CACHE_CONTROL = 'max-age=2592000';
/** Shown in the page and not saved as a file. */
const DISPOSITION = 'inline';

/**
 * Makes and signs a policy.
 * @param at the one instant that dates everything in it
 */
export function createPolicyAnswer(
  oss: OssSettings,
  limits: UploadLimits,
  at: Date,
  scope: PolicyScope = {},
): PolicyAnswer {
  const end = Math.min(at.getTime() + limits.validSeconds * 1000, scope.notAfter?.getTime() ?? Infinity);
  const expires = new Date(end);
  const base = {
    host: oss.host,
    dir: limits.dir,
    expire: Math.floor(end / 1000),
    ...(oss.securityToken === undefined ? {} : { security_token: oss.securityToken }),
    ...(scope.callback === undefined ? {} : { callback: scope.callback }),
  };
  const conditions = policyConditions(oss, limits, scope);

  if (limits.signatureVersion === 'v1') {
    const policy = encodePolicy(expires, conditions);
    return { ...base, accessid: oss.accessKeyId, policy, signature: signV1(oss.accessKeySecret, policy) };
  }

  const date = v4Date(at);
  const v4Scope = { day: date.slice(0, 8), region: oss.region };
  const credential = v4Credential(oss.accessKeyId, v4Scope);
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
    signature: signV4(oss.accessKeySecret, v4Scope, policy),
  };
}

/**
 * The conditions that every upload has to meet: the client is never trusted. OSS does not document how it takes a condition
 * with an empty value, so the lists hold what the form sends; the client sends the first of each.
 */
function policyConditions(oss: OssSettings, limits: UploadLimits, { key, callback }: PolicyScope): PolicyCondition[] {
  return [
    { bucket: oss.bucket },
    key === undefined ? ['starts-with', '$key', limits.dir] : ['eq', '$key', key],
    ['content-length-range', limits.minSize, limits.maxSize],
    ['in', '$content-type', limits.contentTypes],
    // 201 proves to the client that OSS answered; with a callback OSS answers 200.
    ['in', '$success_action_status', ['200', '201']],
    // Without it whoever has a policy can replace every picture below its prefix.
    ['eq', '$x-oss-forbid-overwrite', 'true'],
    ['in', '$x-oss-object-acl', ['default', 'private']],
    ['in', '$cache-control', [CACHE_CONTROL]],
    ['in', '$content-disposition', [DISPOSITION]],
    ...callbackConditions(callback, limits.refuseCallbacks),
    ...(oss.securityToken === undefined ? [] : [{ 'x-oss-security-token': oss.securityToken }]),
  ];
}

/** Without it a client could leave the callback out, or have another one. */
function callbackConditions(callback: string | undefined, refuse: boolean): PolicyCondition[] {
  if (callback !== undefined) return [['eq', '$callback', callback]];
  // No value may be sent here, so an empty one it has to be.
  return refuse ? [['in', '$callback', ['']]] : [];
}

function encodePolicy(expires: Date, conditions: PolicyCondition[]): string {
  return Buffer.from(JSON.stringify({ expiration: expires.toISOString(), conditions })).toString('base64');
}
