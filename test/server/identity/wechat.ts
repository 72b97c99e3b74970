import type { RequestListener } from 'node:http';
import { backend, type TestBackendOptions, wechatEnvironment } from '../backend';
import { runServer } from '../loopback';

export const OPENID = 'oABCD1234567890abcdefghijklm';

/** A backend with a WeChat of this behaviour, and what that was asked. */
export async function withWechat(listener: RequestListener, options: TestBackendOptions = {}) {
  const asked: URL[] = [];
  const url = await runServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://wechat'));
    response.setHeader('content-type', 'text/plain'); // as WeChat has it
    listener(request, response);
  });
  const { environment, ...rest } = options;
  return { ...backend({ environment: { ...wechatEnvironment(url), ...environment }, ...rest }), asked };
}

export const answering =
  (answer: object): RequestListener =>
  (_request, response) =>
    void response.end(JSON.stringify(answer));

export const success = answering({ openid: OPENID, session_key: 'the-session-key', unionid: 'the-unionid' });

export const login = (code: unknown = 'the-code') => ({ method: 'POST' as const, url: '/login', payload: { code } });
