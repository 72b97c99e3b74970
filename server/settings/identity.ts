import { z } from 'zod';
import { isConfidential, isOrigin } from '../addresses';
import { isLongSecret, LONG_ENOUGH, required, wholeNumber } from './read-settings';

/** The keys that session tokens and callback tickets are signed with: the first one; both are accepted. */
export type SessionKeys = readonly [current: string, previous?: string];

export interface WechatSettings {
  appid: string;
  secret: string;
  /** Where WeChat's server API is, without a slash at the end. */
  apiUrl: string;
  sessionKeys: SessionKeys;
  /** Makes users of openids; never rotated, because it names the folders of the bucket. */
  userKey: string;
  /** How long a session token is valid, in seconds, 300 to 3,600. Default 3,600. */
  sessionSeconds: number;
}

/** Who may have a policy: WeChat's users, whom `authorize` of hooks.ts says, or everyone. */
export type IdentitySettings = ({ by: 'wechat' } & WechatSettings) | { by: 'custom' } | { by: 'none' };

export const sessionKeys = required('the output of openssl rand -base64 32')
  .transform((list) => list.split(',').map((key) => key.trim()))
  .refine(
    (keys) => keys.length <= 2 && keys[0] !== keys[1],
    'is expected to be one key, or two different ones with a comma',
  )
  .refine((keys) => keys.every(isLongSecret), LONG_ENOUGH)
  .transform((keys) => keys as unknown as SessionKeys); // one or two, as checked above

const wechatSchema = z
  .object({
    AUTH: z.literal('wechat').default('wechat'),
    WECHAT_APPID: required('wx0123456789abcdef').regex(/^wx[0-9a-f]{16}$/, 'is expected to be wx and 16 hex digits'),
    WECHAT_SECRET: required('the AppSecret of the mini-program').regex(
      /^[0-9a-f]{32}$/,
      'is expected to be 32 hex digits',
    ),
    WECHAT_API_URL: z
      .string()
      .default('https://api.weixin.qq.com')
      .refine((url) => isOrigin(url) && isConfidential(url), 'is expected to be https://host[:port] without a path')
      .transform((url) => new URL(url).origin),
    SESSION_KEYS: sessionKeys,
    USER_KEY: required('the output of openssl rand -base64 32').refine(isLongSecret, LONG_ENOUGH),
    SESSION_SECONDS: wholeNumber(3600, 300, 3600),
  })
  .refine((env) => !env.SESSION_KEYS.includes(env.USER_KEY), {
    error: 'is expected to be none of SESSION_KEYS: those rotate',
    path: ['USER_KEY'],
  })
  .transform(
    (env): IdentitySettings => ({
      by: env.AUTH,
      appid: env.WECHAT_APPID,
      secret: env.WECHAT_SECRET,
      apiUrl: env.WECHAT_API_URL,
      sessionKeys: env.SESSION_KEYS,
      userKey: env.USER_KEY,
      sessionSeconds: env.SESSION_SECONDS,
    }),
  );

const otherSchema = z
  .object({ AUTH: z.enum(['custom', 'none'], { error: 'is expected to be wechat, custom or none' }) })
  .transform(({ AUTH }): IdentitySettings => ({ by: AUTH }));

/** @param auth the setting AUTH. Default `wechat`: who wants to do without identity has to say so. */
export function identitySchema(auth: string | undefined): z.ZodType<IdentitySettings> {
  return (auth ?? 'wechat') === 'wechat' ? wechatSchema : otherSchema;
}
