import { createPolicyAnswer, type PolicyAnswer } from '../server/policy';
import type { OssSettings, UploadLimits } from '../server/settings';

/** The time at which the backend of these tests signs. */
export const SIGNED_AT = new Date('2026-03-01T08:00:00.000Z');

export const SAMPLE_OSS: OssSettings = {
  accessKeyId: 'sample-key-id',
  accessKeySecret: 'sample-key-secret',
  securityToken: undefined,
  bucket: 'pictures',
  region: 'cn-hangzhou',
  host: 'https://pictures.oss-cn-hangzhou.aliyuncs.com',
};

export const SAMPLE_LIMITS: UploadLimits = {
  dir: 'uploads/',
  minSize: 1,
  maxSize: 20 * 1024 * 1024,
  contentTypes: ['image/jpeg', 'image/png', 'image/webp'],
  validSeconds: 600,
  signatureVersion: 'v4',
  key: 'prefix',
  refuseCallbacks: true,
};

export interface SamplePolicyOptions {
  oss?: Partial<OssSettings>;
  limits?: Partial<UploadLimits>;
  /** Default {@link SIGNED_AT}. */
  at?: Date;
  /** In base64. Default: none. */
  callback?: string;
}

/** Creates an answer of the reference backend. */
export function policyAnswer({ oss, limits, at = SIGNED_AT, callback }: SamplePolicyOptions = {}): PolicyAnswer {
  return createPolicyAnswer(
    { ...SAMPLE_OSS, ...oss },
    { ...SAMPLE_LIMITS, ...limits },
    at,
    callback === undefined ? {} : { callback },
  );
}

/** Encodes a policy for the form. @param document the policy, or arbitrary text */
export function encodePolicy(document: unknown): string {
  return Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)).toString('base64');
}
