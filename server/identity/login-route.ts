import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Hooks } from '../hooks';
import { Refusal } from '../http/refusal';
import type { IssuedToken, SessionTokens } from './session-token';
import { type CodeToOpenid, userOf } from './wechat-login';

export const LOGIN_ROUTE = '/login';

/** In bytes. A code has 32 characters. */
const MAX_BODY_BYTES = 1024;

const bodySchema = z.object({ code: z.string().regex(/^[!-~]{1,128}$/) });

export interface LoginOptions {
  codeToOpenid: CodeToOpenid;
  tokens: SessionTokens;
  userKey: string;
  onLogin: Hooks['onLogin'];
}

/** `POST /login`: trades a code of `wx.login` for a session token. */
export function addLoginRoute(app: FastifyInstance, { codeToOpenid, tokens, userKey, onLogin }: LoginOptions): void {
  app.post(LOGIN_ROUTE, { bodyLimit: MAX_BODY_BYTES }, async (request, reply): Promise<IssuedToken> => {
    reply.header('cache-control', 'no-store');
    const { data } = bodySchema.safeParse(request.body);
    if (data === undefined) throw new Refusal(400, 'bad_request', 'Expected {"code": "<code of wx.login>"}.');
    const openid = await codeToOpenid(data.code);
    const user = userOf(openid, userKey);
    await onLogin?.({ user, openid });
    return tokens.issue(user);
  });
}
