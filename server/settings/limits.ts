import { z } from 'zod';
import { oneOf, wholeNumber } from './read-settings';

/** What the policy allows. */
export interface UploadLimits {
  /** Prefix of every object key: empty, or ending in a slash. Default `uploads/`. */
  dir: string;
  /** In bytes. Default 1: an empty file is no picture. */
  minSize: number;
  /** In bytes. Default 20 MiB. */
  maxSize: number;
  /** Default: the picture types that phones make and browsers show. Never SVG, which can carry scripts. */
  contentTypes: string[];
  /** How long a policy is valid, in seconds, 60 to 86,400. Default 600. */
  validSeconds: number;
  /** Default `v4`; OSS closes `v1` to new accounts and buckets. */
  signatureVersion: 'v4' | 'v1';
  /** Whether a policy allows any key below its prefix, or one that the backend names. Default `prefix`. */
  key: 'prefix' | 'exact';
  /** Whether a policy without a callback forbids the client's own, by a condition with an empty value. Default true. */
  refuseCallbacks: boolean;
}

const MiB = 1024 * 1024;
const FIVE_GB = 5 * 1024 * MiB;

const PICTURE_TYPES = 'image/jpeg,image/png,image/gif,image/webp,image/heic,image/heif,image/avif,image/bmp';

/** What would be a page or a script at the bucket's address, for whoever opens it. */
const SCRIPTING = /html|xml|svg|(java|ecma|live|j)script/;

export const limitsSchema = z
  .object({
    OSS_DIR: z
      .string()
      .refine((dir) => dir === '' || /^[^/\\$][^\\$]*\/$/.test(dir), 'is expected to end in / and not to begin with it')
      .refine((dir) => !dir.split('/').some((part) => part === '.' || part === '..'), 'is expected to hold no . or ..')
      .refine((dir) => !dir.includes('//'), 'is expected to hold no empty part: no // in it')
      .refine((dir) => !/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(dir), 'is expected to hold no control characters')
      .refine((dir) => Buffer.byteLength(dir) <= 800, 'is expected to be at most 800 bytes: a key has 1023')
      .default('uploads/'),
    OSS_MIN_SIZE: wholeNumber(1, 0, FIVE_GB),
    OSS_MAX_SIZE: wholeNumber(20 * MiB, 1, FIVE_GB),
    OSS_CONTENT_TYPES: z
      .string()
      .default(PICTURE_TYPES)
      .transform((list) => list.split(',').map((type) => type.trim().toLowerCase()))
      .refine((types) => types.every((type) => /^[a-z]+\/[a-z0-9.+-]+$/.test(type)), {
        error: 'is expected to be MIME types with commas between them, like image/jpeg,image/png',
      })
      .refine((types) => !types.some((type) => SCRIPTING.test(type)), {
        error: 'is expected to name no type that can carry scripts: no HTML, SVG, XML or JavaScript',
      }),
    OSS_POLICY_SECONDS: wholeNumber(600, 60, 86_400),
    OSS_SIGNATURE_VERSION: oneOf(['v4', 'v1']).default('v4'),
    OSS_REFUSE_CALLBACKS: oneOf(['true', 'false']).default('true'),
    KEY: oneOf(['prefix', 'exact']).default('prefix'),
  })
  .refine((env) => env.OSS_MIN_SIZE <= env.OSS_MAX_SIZE, {
    error: 'is expected to be at most OSS_MAX_SIZE',
    path: ['OSS_MIN_SIZE'],
    // Without this zod skips the comparison where any other setting is wrong.
    when: ({ value }) => z.object({ OSS_MIN_SIZE: z.number(), OSS_MAX_SIZE: z.number() }).safeParse(value).success,
  })
  .transform(
    (env): UploadLimits => ({
      dir: env.OSS_DIR,
      minSize: env.OSS_MIN_SIZE,
      maxSize: env.OSS_MAX_SIZE,
      contentTypes: env.OSS_CONTENT_TYPES,
      validSeconds: env.OSS_POLICY_SECONDS,
      signatureVersion: env.OSS_SIGNATURE_VERSION,
      key: env.KEY,
      refuseCallbacks: env.OSS_REFUSE_CALLBACKS === 'true',
    }),
  );
