import { z } from 'zod';
import { Refusal, unauthorized, unavailable } from '../http/refusal';
import type { WechatSettings } from '../settings';
import { mac } from './mac';

/** Trades the code of `wx.login` for the openid of who called it. @throws Refusal 401, 403, 429 or 503 */
export type CodeToOpenid = (code: string) => Promise<string>;

/** In milliseconds, for all tries together. */
const TIMEOUT = 3000;

/** `errcode` comes with every failure; with a success it is absent, or 0. */
const answerSchema = z.object({ openid: z.string().min(1).optional(), errcode: z.number().optional() });

const BUSY = -1;

/**
 * Asks WeChat's jscode2session. Its address holds the AppSecret and its answer a session key: neither is kept nor logged.
 * Source: https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session
 */
export function createCodeToOpenid(
  { appid, secret, apiUrl }: Pick<WechatSettings, 'appid' | 'secret' | 'apiUrl'>,
  timeout = TIMEOUT,
): CodeToOpenid {
  return async (code) => {
    const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' });
    const signal = AbortSignal.timeout(timeout);
    const ask = () => askWechat(`${apiUrl}/sns/jscode2session?${query}`, signal);
    let answer = await ask();
    if (answer.errcode === BUSY) answer = await ask();
    if (answer.openid !== undefined) return answer.openid;
    throw refusalFor(answer.errcode ?? 0);
  };
}

async function askWechat(url: string, signal: AbortSignal): Promise<z.infer<typeof answerSchema>> {
  try {
    const response = await fetch(url, { redirect: 'error', signal });
    return answerSchema.parse(JSON.parse(await response.text())); // of which WeChat says that it is text/plain
  } catch (error) {
    throw wechatFailed(error);
  }
}

/** Codes beyond the documented ones: seen by the community. */
function refusalFor(errcode: number): Refusal {
  switch (errcode) {
    case 40029: // invalid
    case 40163: // used
      return unauthorized('code_invalid', 'Expected a new code of wx.login, got one that WeChat does not take.');
    case 45011:
      return new Refusal(429, 'too_many_logins', 'WeChat takes no more logins of this user for now.', {
        headers: { 'retry-after': '60' },
      });
    case 40226:
      return new Refusal(403, 'user_blocked', 'WeChat blocks this user as a high risk.');
    case 40013: // appid
    case 40125: // secret
      return wechatFailed(`errcode ${errcode}: check WECHAT_APPID and WECHAT_SECRET`);
    default:
      return wechatFailed(`errcode ${errcode}`);
  }
}

function wechatFailed(cause: unknown): Refusal {
  return unavailable('wechat_failed', 'WeChat does not tell who this is; try again later.', cause);
}

/** Names a user without telling who it is: 128 bits of an HMAC, in hex, the same for good. */
export function userOf(openid: string, userKey: string): string {
  return mac(userKey, openid).toString('hex').slice(0, 32);
}
