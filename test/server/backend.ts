import { randomBytes } from 'node:crypto';
import { type AppOptions, createApp } from '../../server/app';
import { readServerSettings } from '../../server/settings';
import { SIGNED_AT } from '../sample-policy';

export const APPID = 'wx0123456789abcdef';
export const WECHAT_SECRET = randomBytes(16).toString('hex');
export const SESSION_KEY = randomBytes(32).toString('base64url');
export const USER_KEY = randomBytes(32).toString('base64url');

export interface TestBackendOptions extends Partial<Omit<AppOptions, 'settings' | 'logStream'>> {
  /** Settings over those of a backend with AUTH=none. */
  environment?: Readonly<Record<string, string | undefined>>;
}

/** A backend whose log lines are recorded. */
export function backend({ environment = {}, ...options }: TestBackendOptions = {}) {
  const log: string[] = [];
  const settings = readServerSettings({
    OSS_ACCESS_KEY_ID: 'sample-key-id',
    OSS_ACCESS_KEY_SECRET: 'sample-key-secret',
    OSS_BUCKET: 'pictures',
    OSS_REGION: 'cn-hangzhou',
    OSS_CONTENT_TYPES: 'image/jpeg,image/png,image/webp',
    AUTH: 'none',
    SESSION_KEYS: SESSION_KEY,
    LOG_LEVEL: 'debug',
    ...environment,
  });
  const app = createApp({ settings, now: () => SIGNED_AT, logStream: { write: (line) => log.push(line) }, ...options });
  return { app, settings, log: () => log.join('') };
}

/** Settings of a backend that trusts the WeChat at this address. */
export function wechatEnvironment(apiUrl = 'http://127.0.0.1:1') {
  return { AUTH: 'wechat', WECHAT_APPID: APPID, WECHAT_SECRET, USER_KEY, WECHAT_API_URL: apiUrl };
}
