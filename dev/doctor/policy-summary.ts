import type {
  FieldCondition,
  KeyRule,
  PolicyDocument,
  SignedPolicy,
} from '../../miniprogram/services/oss-upload/inspect';

/** What the mini-program understood of a backend's answer. */
export interface PolicySummary {
  signatureVersion: 'v4' | 'v1';
  /** As the V4 credential names it; absent for V1. */
  region?: string;
  /** Whether it comes with STS credentials. */
  securityToken: boolean;
  host: string;
  key: KeyRule;
  /** Of the file, in bytes. Absent: the policy sets no limit. */
  size?: { min: number; max: number };
  /** What the policy says of the content type; empty: nothing. */
  contentTypes: readonly FieldCondition[];
  /** ISO text. Absent: the policy does not say. */
  expires?: string;
  callback: boolean;
  /** What has to be set in config.ts to work as it did here. */
  settings: readonly string[];
}

/** @param settings by their full names: `policyDefaults.host` */
export function summarize(policy: SignedPolicy, settings: readonly string[]): PolicySummary {
  const { document, signature } = policy;
  const region = signature.version === 'v4' ? signature.credential.split('/')[2] : undefined;
  return {
    signatureVersion: signature.version,
    ...(region === undefined ? {} : { region }),
    securityToken: policy.securityToken !== undefined,
    host: policy.host,
    key: policy.key,
    ...(document.size === undefined ? {} : { size: document.size }),
    contentTypes: typeConditions(document),
    ...(document.expiration === undefined ? {} : { expires: new Date(document.expiration).toISOString() }),
    callback: policy.callback !== undefined,
    settings,
  };
}

/** Either name sets the object's type, and a policy may state the one or the other. */
export function typeConditions({ conditions }: PolicyDocument): FieldCondition[] {
  return conditions.filter(({ field }) => field === 'content-type' || field === 'x-oss-content-type');
}
