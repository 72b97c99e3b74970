import { z } from 'zod';
import { isConfidential, isOrigin } from '../addresses';
import { oneOf, optional, required, WITHOUT_BLANKS } from './read-settings';

/** Who signs. */
export interface AccessKey {
  accessKeyId: string;
  accessKeySecret: string;
  /** With STS credentials only. */
  securityToken: string | undefined;
}

export interface BucketSettings {
  bucket: string;
  /** Without `oss-`: `cn-hangzhou`. */
  region: string;
  /** Where the client posts to, without a slash at the end. Default: the bucket's public address. */
  host: string;
}

/** Who signs for which bucket. The local OSS reads the same settings, so that both agree. */
export type OssSettings = AccessKey & BucketSettings;

export const accessKeySchema = z
  .object({
    // A slash ends it in a V4 credential.
    OSS_ACCESS_KEY_ID: required('the id of a RAM user that may only put objects').regex(
      /^[!-.0-~]+$/,
      `${WITHOUT_BLANKS}; without slashes, too`,
    ),
    OSS_ACCESS_KEY_SECRET: required('the secret that belongs to OSS_ACCESS_KEY_ID').regex(/^[!-~]+$/, WITHOUT_BLANKS),
    OSS_SECURITY_TOKEN: z
      .string()
      .regex(/^[!-~]*$/, WITHOUT_BLANKS)
      .optional(),
  })
  .transform(
    (env): AccessKey => ({
      accessKeyId: env.OSS_ACCESS_KEY_ID,
      accessKeySecret: env.OSS_ACCESS_KEY_SECRET,
      securityToken: env.OSS_SECURITY_TOKEN || undefined,
    }),
  );

/** Where the access key comes from: these settings, or the credential chain of Alibaba Cloud's SDKs. */
export interface CredentialSettings {
  from: 'static' | 'chain';
  /** The role that the static key assumes for the time of a session; it then needs no right but sts:AssumeRole. Default: none. */
  roleArn: string | undefined;
}

export const credentialsSchema = z
  .object({
    OSS_CREDENTIALS: oneOf(['static', 'chain']).default('static'),
    OSS_ROLE_ARN: optional(
      z
        .string()
        .regex(/^acs:ram::\d+:role\/[\w.-]+$/, 'is expected to be like acs:ram::1234567890123456:role/policy-backend'),
    ),
  })
  .refine((env) => env.OSS_CREDENTIALS === 'static' || env.OSS_ROLE_ARN === undefined, {
    error: 'is expected to be empty with OSS_CREDENTIALS=chain, which finds a role by itself',
    path: ['OSS_ROLE_ARN'],
  })
  .transform((env): CredentialSettings => ({ from: env.OSS_CREDENTIALS, roleArn: env.OSS_ROLE_ARN }));

/** OSS's own public domain of a bucket in mainland China; Hong Kong's regions begin like those of the mainland. */
const MAINLAND_DOMAIN = /\.oss-cn-(?!hongkong)[a-z0-9-]+\.aliyuncs\.com$/;

/**
 * Whether pictures would go to a default domain that accounts opened since 2025-03-20 may not use.
 * Source: https://help.aliyun.com/zh/oss/user-guide/0048-00000401
 */
export function mayBeForbidden({ host }: BucketSettings): boolean {
  return MAINLAND_DOMAIN.test(new URL(host).hostname);
}

export const bucketSchema = z
  .object({
    OSS_BUCKET: required('my-pictures').regex(
      /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
      'is expected to be 3 to 63 lower-case letters, digits and inner hyphens',
    ),
    OSS_REGION: required('cn-hangzhou')
      .refine((region) => !region.startsWith('oss-'), 'is expected without "oss-", like cn-hangzhou')
      .refine((region) => /^[a-z]{2,}(-[a-z0-9]+)+$/.test(region), 'is expected to be like cn-hangzhou'),
    OSS_HOST: z
      .string()
      .refine(isOrigin, 'is expected to be http(s)://host[:port] without a path, like https://pictures.example.com')
      .refine(
        (host) => !isOrigin(host) || isConfidential(host),
        'is expected to be https: on http pictures and their policy are open to everyone on the way; only private networks may do without',
      )
      .transform((host) => new URL(host).origin)
      .optional(),
  })
  .transform(
    (env): BucketSettings => ({
      bucket: env.OSS_BUCKET,
      region: env.OSS_REGION,
      host: env.OSS_HOST ?? `https://${env.OSS_BUCKET}.oss-${env.OSS_REGION}.aliyuncs.com`,
    }),
  );
