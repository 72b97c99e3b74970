import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Environment } from '../../server/settings';

/** Stands in for WeChat's jscode2session, so that the real login runs without an account. */
export interface LocalWechatLogin {
  /** Settings of a backend that trusts it. */
  environment: Environment;
  close(): Promise<void>;
}

/** A code of `wx.login` as this stand-in takes it, once: whoever has the same name is the same user. */
export function loginCode(name: string): string {
  return `${name}.${randomBytes(8).toString('hex')}`;
}

/** Listens on loopback: nobody but the backend asks it. */
export async function startWechatLogin(): Promise<LocalWechatLogin> {
  const appid = `wx${randomBytes(8).toString('hex')}`;
  const secret = randomBytes(16).toString('hex');
  const used = new Set<string>();

  function answerTo(query: URLSearchParams): object {
    const code = query.get('js_code') ?? '';
    const [, name] = /^([\w-]+)\.[0-9a-f]{16}$/.exec(code) ?? [];
    if (query.get('appid') !== appid) return { errcode: 40013, errmsg: 'invalid appid' };
    if (query.get('secret') !== secret) return { errcode: 40125, errmsg: 'invalid appsecret' };
    if (name === undefined) return { errcode: 40029, errmsg: 'invalid code' };
    if (used.has(code)) return { errcode: 40163, errmsg: 'code been used' };
    used.add(code);
    const openid = `o${createHash('sha256').update(name).digest('base64url').slice(0, 27)}`;
    return { openid, session_key: randomBytes(16).toString('base64') };
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://wechat');
    if (pathname !== '/sns/jscode2session') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(answerTo(searchParams)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    environment: {
      AUTH: 'wechat',
      WECHAT_APPID: appid,
      WECHAT_SECRET: secret,
      WECHAT_API_URL: `http://127.0.0.1:${port}`,
      USER_KEY: randomBytes(32).toString('base64url'),
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
