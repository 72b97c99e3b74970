import { z } from 'zod';
import { isCallbackUrl, isConfidential, isHttpUrl, isOrigin } from './addresses';
import { CALLBACK_ROUTE } from './callback';

/** Who signs for which bucket. The local OSS reads the same settings, so that both agree. */
export interface OssSettings {
  accessKeyId: string;
  accessKeySecret: string;
  /** With STS credentials only. */
  securityToken: string | undefined;
  bucket: string;
  /** Without `oss-`: `cn-hangzhou`. */
  region: string;
  /** Where the client posts to, without a slash at the end. Default: the bucket's public address. */
  host: string;
}

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
}

/** How OSS reports each upload to this backend. */
export interface CallbackSettings {
  /** The public address of the callback route: OSS posts there, and signs it. */
  url: string;
  /** The beginnings of addresses that OSS's public key may be fetched from. Default: those that OSS documents. */
  keyUrls: readonly string[];
}

export interface ServerSettings {
  oss: OssSettings;
  limits: UploadLimits;
  /** Default: no callbacks. */
  callback: CallbackSettings | undefined;
  /** Address to listen on. Default 127.0.0.1. */
  listenHost: string;
  /** Port to listen on, 0 for any free one. Default 3000. */
  port: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names every setting that is missing or wrong, one a line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const MiB = 1024 * 1024;
const FIVE_GB = 5 * 1024 * MiB;

const PICTURE_TYPES = 'image/jpeg,image/png,image/gif,image/webp,image/heic,image/heif,image/avif,image/bmp';

const required = (example: string) =>
  z.string({ error: `is missing; set it, for example to ${example}` }).min(1, { error: 'is empty', abort: true });

const wholeNumber = (fallback: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `is expected to be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `is expected to be from ${min} to ${max}`)
    .default(fallback);

/** A line break at the end, as `echo … | base64` leaves it in a Kubernetes secret, would spoil every signature. */
const WITHOUT_BLANKS = 'is expected to be letters, digits and signs of ASCII, without blanks and line breaks';

/** What would be a page or a script at the bucket's address, for whoever opens it. */
const SCRIPTING = /html|xml|svg|(java|ecma|live|j)script/;

const ossShape = {
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
};

const limitsShape = {
  OSS_DIR: z
    .string()
    .refine((dir) => dir === '' || /^[^/\\$][^\\$]*\/$/.test(dir), 'is expected to end in / and not to begin with it')
    .refine((dir) => !dir.split('/').some((part) => part === '.' || part === '..'), 'is expected to hold no . or ..')
    .refine((dir) => !dir.includes('//'), 'is expected to hold no empty part: no // in it')
    .refine((dir) => !/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(dir), 'is expected to hold no control characters')
    .refine((dir) => Buffer.byteLength(dir) <= 900, 'is expected to be at most 900 bytes: a key has 1023')
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
  OSS_SIGNATURE_VERSION: z.enum(['v4', 'v1'], { error: 'is expected to be v4 or v1' }).default('v4'),
};

const callbackShape = {
  OSS_CALLBACK_URL: z
    .string()
    .refine(
      (url) => url === '' || isCallbackUrl(url),
      `is expected to be like https://upload.example.com${CALLBACK_ROUTE}, without query, semicolon and escapes`,
    )
    .transform((url) => (url === '' ? undefined : new URL(url).href))
    .optional(),
  OSS_CALLBACK_KEY_URLS: z
    .string()
    .default('https://gosspublic.alicdn.com/,http://gosspublic.alicdn.com/')
    .transform((list) => list.split(',').map((url) => url.trim()))
    .refine((urls) => urls.every(isHttpUrl), 'is expected to be http(s) addresses with commas between them')
    // Spelt as they are compared, with a slash behind the host.
    .transform((urls) => urls.map((url) => new URL(url).href)),
};

const serverShape = {
  HOST: z.string().min(1, 'is empty').default('127.0.0.1'),
  PORT: wholeNumber(3000, 0, 65_535),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'is expected to be fatal, error, warn, info, debug or silent',
    })
    .default('info'),
};

const ossSchema = z.object(ossShape);
const serverSchema = z
  .object({ ...ossShape, ...limitsShape, ...callbackShape, ...serverShape })
  .refine((env) => env.OSS_MIN_SIZE <= env.OSS_MAX_SIZE, {
    error: 'is expected to be at most OSS_MAX_SIZE',
    path: ['OSS_MIN_SIZE'],
    // Without this zod skips the comparison where any other setting is wrong.
    when: ({ value }) => z.object({ OSS_MIN_SIZE: z.number(), OSS_MAX_SIZE: z.number() }).safeParse(value).success,
  });

/** Reads who signs for which bucket. @throws SettingsError that names every mistake. */
export function readOssSettings(environment: Environment): OssSettings {
  return toOssSettings(read(ossSchema, environment));
}

/** Reads all settings of the backend. @throws SettingsError that names every mistake. */
export function readServerSettings(environment: Environment): ServerSettings {
  const env = read(serverSchema, environment);
  return {
    oss: toOssSettings(env),
    limits: {
      dir: env.OSS_DIR,
      minSize: env.OSS_MIN_SIZE,
      maxSize: env.OSS_MAX_SIZE,
      contentTypes: env.OSS_CONTENT_TYPES,
      validSeconds: env.OSS_POLICY_SECONDS,
      signatureVersion: env.OSS_SIGNATURE_VERSION,
    },
    callback:
      env.OSS_CALLBACK_URL === undefined
        ? undefined
        : { url: env.OSS_CALLBACK_URL, keyUrls: env.OSS_CALLBACK_KEY_URLS },
    listenHost: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
  };
}

function toOssSettings(env: z.output<typeof ossSchema>): OssSettings {
  return {
    accessKeyId: env.OSS_ACCESS_KEY_ID,
    accessKeySecret: env.OSS_ACCESS_KEY_SECRET,
    securityToken: env.OSS_SECURITY_TOKEN || undefined,
    bucket: env.OSS_BUCKET,
    region: env.OSS_REGION,
    host: env.OSS_HOST ?? `https://${env.OSS_BUCKET}.oss-${env.OSS_REGION}.aliyuncs.com`,
  };
}

function read<Schema extends z.ZodType>(schema: Schema, environment: Environment): z.output<Schema> {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  // The value itself is left out: it may be a secret under the wrong name.
  const mistakes = result.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
  throw new SettingsError(`These settings are wrong (see README.md, "Settings"):\n${mistakes.join('\n')}`);
}
