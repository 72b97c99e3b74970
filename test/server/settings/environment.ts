import { readServerSettings, SettingsError } from '../../../server/settings';

export const REQUIRED = {
  OSS_ACCESS_KEY_ID: 'sample-key-id',
  OSS_ACCESS_KEY_SECRET: 'sample-key-secret',
  OSS_BUCKET: 'pictures',
  OSS_REGION: 'cn-hangzhou',
  AUTH: 'none',
};

export const KEYS = ['k'.repeat(32), 'l'.repeat(32)] as const;

export const WECHAT = {
  ...REQUIRED,
  AUTH: 'wechat',
  WECHAT_APPID: 'wx0123456789abcdef',
  WECHAT_SECRET: '0123456789abcdef0123456789abcdef',
  SESSION_KEYS: KEYS[0],
  USER_KEY: 'u'.repeat(32),
};

/** The lines of the error, one per mistake. */
export function mistakes(environment: Record<string, string | undefined>): string[] {
  try {
    readServerSettings(environment);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return String(error).split('\n').slice(1);
  }
}
