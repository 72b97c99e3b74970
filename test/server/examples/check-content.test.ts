import { text } from 'node:stream/consumers';
import { createContentCheck } from '../../../server/examples/check-content';
import { SAMPLE_OSS, SIGNED_AT } from '../../sample-policy';
import { APPID, WECHAT_SECRET } from '../backend';
import {
  ACCEPTED,
  callbackRequest,
  createKeyPair,
  STORED,
  ticketOf,
  trustingBackend,
} from '../callback/callback-sender';
import { endServers, runServer } from '../loopback';

afterEach(endServers);

const USER = 'user-42';
const OBJECT = { id: '0'.repeat(32), ...STORED };

/** A WeChat that gives token after token, and refuses those that a test names. */
async function wechat(refused: readonly string[] = [], errcode = 0) {
  const requests: { path: string; body: Record<string, unknown> }[] = [];
  let tokens = 0;
  const apiUrl = await runServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://wechat');
    const body = JSON.parse(await text(request));
    requests.push({ path: pathname, body });
    if (pathname === '/cgi-bin/stable_token') {
      response.end(JSON.stringify({ access_token: `token-${++tokens}`, expires_in: 7200 }));
    } else if (refused.includes(searchParams.get('access_token') ?? '')) {
      response.end('{"errcode":40001,"errmsg":"invalid credential"}');
    } else {
      response.end(JSON.stringify({ errcode, errmsg: 'ok', ...(errcode === 0 && { trace_id: 'trace-7' }) }));
    }
  });
  const requested: unknown[] = [];
  let time = SIGNED_AT.getTime();
  const check = createContentCheck({
    wechat: { appid: APPID, secret: WECHAT_SECRET, apiUrl },
    oss: () => SAMPLE_OSS,
    openidOf: async (user) => (user === USER ? 'an-openid' : undefined),
    scene: 2,
    onRequested: async (request) => void requested.push(request),
    now: () => new Date(time),
  });
  const paths = () => requests.map(({ path }) => path.split('/').at(-1));
  const pass = (ms: number) => {
    time += ms;
  };
  return { check, requests, requested, paths, pass };
}

test('has WeChat check the picture at a signed address, and passes its trace id on', async () => {
  const { check, requests, requested } = await wechat();
  await check(OBJECT, USER);
  expect(requests).toEqual([
    {
      path: '/cgi-bin/stable_token',
      body: { grant_type: 'client_credential', appid: APPID, secret: WECHAT_SECRET },
    },
    {
      path: '/wxa/media_check_async',
      body: { media_url: expect.any(String), media_type: 2, version: 2, scene: 2, openid: 'an-openid' },
    },
  ]);
  const url = new URL(String(requests[1]?.body['media_url']));
  expect(url.origin + decodeURIComponent(url.pathname)).toBe(`${SAMPLE_OSS.host}/${STORED.key}`);
  expect(url.searchParams.get('x-oss-expires')).toBe('3600');
  expect(url.searchParams.has('x-oss-signature')).toBe(true);
  expect(requested).toEqual([{ traceId: 'trace-7', object: OBJECT, user: USER }]);
});

test('has OSS turn into JPEG what WeChat does not take', async () => {
  const { check, requests } = await wechat();
  await check({ ...OBJECT, contentType: 'image/heic' }, USER);
  const url = new URL(String(requests[1]?.body['media_url']));
  expect(url.searchParams.get('x-oss-process')).toBe('image/format,jpg');
});

test('fetches one token for all, and another one when it ends or is refused', async () => {
  const { check, paths, pass } = await wechat();
  await Promise.all([check(OBJECT, USER), check(OBJECT, USER)]);
  await check(OBJECT, USER);
  expect(paths().filter((path) => path === 'stable_token')).toHaveLength(1);
  pass((7200 - 300) * 1000);
  await check(OBJECT, USER);
  expect(paths().filter((path) => path === 'stable_token')).toHaveLength(2);

  const refusing = await wechat(['token-1']);
  await refusing.check(OBJECT, USER);
  expect(refusing.paths()).toEqual(['stable_token', 'media_check_async', 'stable_token', 'media_check_async']);
  expect(refusing.requested).toHaveLength(1);
});

test('fails where WeChat does not check it, or nobody knows the openid', async () => {
  const { check, requested } = await wechat([], 61010);
  await expect(check(OBJECT, USER)).rejects.toThrow('errcode 61010');
  await expect(check(OBJECT, 'someone')).rejects.toThrow('Expected an openid of the user someone');
  expect(requested).toEqual([]);
});

test('works as the hook of a backend', async () => {
  const { check, requested } = await wechat();
  const keys = createKeyPair();
  const { app, keyUrl } = await trustingBackend(keys, { hooks: { onStored: check } });
  const report = { ticket: ticketOf({ user: USER }) };
  expect((await app.inject(callbackRequest({ keys, keyUrl, report }))).statusCode).toBe(200);
  expect(requested).toEqual([{ traceId: 'trace-7', object: ACCEPTED, user: USER }]);
});
