import { z } from 'zod';
import type { StoredObject } from '../callback/report';
import type { OssSettings, WechatSettings } from '../settings';
import { signedUrl } from '../signed-url';

/** For each picture that others will see. A hook of your own may call it: `onStored: createContentCheck({ … })`. */
export interface ContentCheckOptions {
  wechat: Pick<WechatSettings, 'appid' | 'secret' | 'apiUrl'>;
  /** Who signs addresses for reading: needs oss:GetObject, and an hour to live. */
  oss: () => OssSettings | Promise<OssSettings>;
  /** As `onLogin` told it. WeChat takes only who was active in the last two hours. */
  openidOf: (user: string) => Promise<string | undefined>;
  /** Where the picture will be seen: 1 profile, 2 comment, 3 forum, 4 social log. */
  scene: 1 | 2 | 3 | 4;
  /** Called with the id by which WeChat will push its verdict (`wxa_media_check`): keep it with the object. */
  onRequested: (request: { traceId: string; object: StoredObject; user: string }) => Promise<void>;
  now?: () => Date;
}

/** In seconds. WeChat fetches the picture within half an hour. */
const READABLE = 3600;
/** In milliseconds, for each call: the hook has three seconds. */
const TIMEOUT = 1400;
/** In milliseconds. In its last five minutes a token is replaced, and both work. */
const RENEW_AHEAD = 5 * 60_000;

/** WeChat takes neither: OSS turns them into JPEG. */
const UNKNOWN_TO_WECHAT = /webp|hei[cf]|avif/;
const TOKEN_REFUSED = [40001, 42001];

const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });
const checkSchema = z.object({ errcode: z.number(), trace_id: z.string().optional() });

/**
 * Asks WeChat to check each stored picture. The verdict comes later: show nothing before it, and take none for no objection.
 * Source: https://developers.weixin.qq.com/miniprogram/dev/server/API/sec-center/sec-check/api_mediacheckasync
 */
export function createContentCheck(options: ContentCheckOptions) {
  const { wechat, oss, openidOf, scene, onRequested, now = () => new Date() } = options;
  let token: { text: Promise<string>; until: number } | undefined;

  function accessToken(): Promise<string> {
    if (token !== undefined && now().getTime() < token.until) return token.text;
    const fetched = post(`${wechat.apiUrl}/cgi-bin/stable_token`, tokenSchema, {
      grant_type: 'client_credential',
      appid: wechat.appid,
      secret: wechat.secret,
    });
    const current = { text: fetched.then(({ access_token }) => access_token), until: Infinity };
    token = current;
    fetched.then(
      ({ expires_in }) => {
        current.until = now().getTime() + expires_in * 1000 - RENEW_AHEAD;
      },
      () => {
        token = undefined;
      },
    );
    return current.text;
  }

  async function ask(body: object): Promise<z.infer<typeof checkSchema>> {
    const url = `${wechat.apiUrl}/wxa/media_check_async?access_token=${encodeURIComponent(await accessToken())}`;
    return post(url, checkSchema, body);
  }

  return async (object: StoredObject, user = ''): Promise<void> => {
    const openid = await openidOf(user);
    if (openid === undefined) throw new Error(`Expected an openid of the user ${user}, got none.`);
    const query = UNKNOWN_TO_WECHAT.test(object.contentType) ? { 'x-oss-process': 'image/format,jpg' } : {};
    const address = { method: 'GET', key: object.key, at: now(), seconds: READABLE, query } as const;
    const body = { media_url: signedUrl(await oss(), address), media_type: 2, version: 2, scene, openid };
    let answer = await ask(body);
    if (TOKEN_REFUSED.includes(answer.errcode)) {
      token = undefined;
      answer = await ask(body);
    }
    if (answer.errcode !== 0 || answer.trace_id === undefined) {
      throw new Error(`Expected WeChat to check the picture, got errcode ${answer.errcode}.`);
    }
    await onRequested({ traceId: answer.trace_id, object, user });
  };
}

/** @throws Error without the address, which holds a token */
async function post<Schema extends z.ZodType>(url: string, schema: Schema, body: object): Promise<z.output<Schema>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
  });
  return schema.parse(await response.json());
}
