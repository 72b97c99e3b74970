import type { RequestListener } from 'node:http';
import { createPublicKeys } from '../../../server/callback/public-key';
import { endServers, runServer } from '../loopback';
import { ACCEPTED, callbackBackend, callbackRequest, createKeyPair, trustingBackend } from './callback-sender';

afterEach(endServers);

const keys = createKeyPair();

describe('the key URL', () => {
  // If one of them were accepted, fetching it would fail with another status.
  test.each([
    'http://gosspublic.alicdn.com.evil.example/callback_pub_key_v1.pem',
    'http://gosspublic.alicdn.com@evil.example/callback_pub_key_v1.pem',
    'http://gosspublic.alicdn.com:80@evil.example/callback_pub_key_v1.pem',
    'http://gosspublic.alicdn.com%2f@evil.example/callback_pub_key_v1.pem',
    'http://user:word@gosspublic.alicdn.com/callback_pub_key_v1.pem',
    'https://user@gosspublic.alicdn.com/callback_pub_key_v1.pem',
    'http://evil.example/http://gosspublic.alicdn.com/',
    'http://evil.example#http://gosspublic.alicdn.com/',
    'http://evil.example?http://gosspublic.alicdn.com/',
    'http://evil.example\\http://gosspublic.alicdn.com/',
    'http://gosspublic.alicdn.com:8080/callback_pub_key_v1.pem',
    'https://gosspublic.alicdn.com:444/callback_pub_key_v1.pem',
    'http://xgosspublic.alicdn.com/callback_pub_key_v1.pem',
    'http://gosspublic.alicdn.com./callback_pub_key_v1.pem',
    'https://gosspublic.alicdn.com/',
    'https://gosspublic.alicdn.com/key.pem',
    'https://gosspublic.alicdn.com/x/callback_pub_key_v1.pem',
    'https://gosspublic.alicdn.com/callback_pub_key_v1.pem?a=b',
    'https://gosspublic.alicdn.com/callback_pub_key_v1.pem#a',
    'https://gosspublic.alicdn.com/callback_pub_key_v1.pem/../../evil',
    'https://gosspublic.alicdn.com/callback_pub_key_v123.pem',
    'ftp://gosspublic.alicdn.com/callback_pub_key_v1.pem',
    'file:///etc/hosts',
    'data:text/plain,http://gosspublic.alicdn.com/',
    'http://127.0.0.1:1/callback_pub_key_v1.pem',
    '//gosspublic.alicdn.com/callback_pub_key_v1.pem',
    'gosspublic.alicdn.com',
    '',
  ])('"%s" is not trusted', async (keyUrl) => {
    const answer = await callbackBackend().app.inject(callbackRequest({ keys, keyUrl }));
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toEqual({
      error: { code: 'callback_refused', message: expect.stringContaining('x-oss-pub-key-url') },
    });
  });

  test.each(['http', 'https'])('is fetched by https, if OSS writes %s', async (scheme) => {
    const fetched: string[] = [];
    const fetching = jest.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
      fetched.push(String(url));
      return new Response(keys.pem);
    });
    try {
      const publicKeys = createPublicKeys({ now: () => 0 });
      await publicKeys.get(`${scheme}://gosspublic.alicdn.com/callback_pub_key_v1.pem`);
    } finally {
      fetching.mockRestore();
    }
    expect(fetched).toEqual(['https://gosspublic.alicdn.com/callback_pub_key_v1.pem']);
  });

  test('is required', async () => {
    const { headers, ...request } = callbackRequest({ keys, keyUrl: '' });
    const answer = await callbackBackend().app.inject({
      ...request,
      headers: { authorization: headers.authorization },
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'callback_refused']);
  });

  test('must start with one of the URLs in the settings, if they name any', async () => {
    const asked: string[] = [];
    const url = await runServer(({ url = '' }, response) => {
      asked.push(url);
      response.end(keys.pem);
    });
    const environment = { OSS_CALLBACK_KEY_URLS: `https://keys.example.com, ${url}/keys/` };
    const { app } = callbackBackend({ environment });
    const statusFor = async (keyUrl: string) => (await app.inject(callbackRequest({ keys, keyUrl }))).statusCode;

    expect(await statusFor(`${url}/uploads/evil.pem`)).toBe(403);
    expect(await statusFor(`${url}/keys/../uploads/evil.pem`)).toBe(403);
    expect(await statusFor(`${url}/keys/%2e%2e/uploads/evil.pem`)).toBe(403);
    expect(asked).toEqual([]);
    expect(await statusFor(`${url}/keys/1.pem`)).toBe(200);
    expect(asked).toEqual(['/keys/1.pem']);
  });
});

describe('a key that cannot be fetched', () => {
  /** Sends a callback whose key is on a server with this listener. */
  async function answerWhere(listener: RequestListener) {
    const keyUrl = `${await runServer(listener)}/key.pem?token=of-this-test`;
    const { app, log } = callbackBackend({ environment: { OSS_CALLBACK_KEY_URLS: keyUrl } });
    return { answer: await app.inject(callbackRequest({ keys, keyUrl })), log: log() };
  }

  test('does not follow a redirect', async () => {
    const asked: string[] = [];
    const elsewhere = await runServer(({ url = '' }, response) => {
      asked.push(url);
      response.end(keys.pem);
    });
    const { answer, log } = await answerWhere((_, response) =>
      response.writeHead(302, { location: `${elsewhere}/key.pem` }).end(),
    );
    expect([answer.statusCode, answer.json().error.code]).toEqual([503, 'key_unavailable']);
    expect(log).toContain('status 302');
    expect(asked).toEqual([]);
  });

  test.each([
    ['missing: the sender names a wrong one', 404, '', 403, 'callback_refused'],
    ['out of order', 500, '', 503, 'key_unavailable'],
    ['not a key', 200, 'hello', 503, 'key_unavailable'],
    ['too long', 200, 'x'.repeat(16 * 1024 + 1), 503, 'key_unavailable'],
  ])('%s', async (_case, status, body, expected, code) => {
    const { answer, log } = await answerWhere((_, response) => response.writeHead(status).end(body));
    expect([answer.statusCode, answer.json().error.code]).toEqual([expected, code]);
    expect(log).not.toContain('of-this-test');
  });

  test('gives up on an endless answer', async () => {
    const { answer } = await answerWhere((_, response) => {
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(1024)));
      };
      response.on('drain', write);
      write();
    });
    expect(answer.statusCode).toBe(503);
  });

  test.each([
    ['no answer', () => undefined],
    ['half an answer', (response: { write(text: string): unknown }) => response.write('-----BEGIN')],
  ])('times out after %s', async (_case, begin) => {
    const url = await runServer((_request, response) => void begin(response));
    const publicKeys = createPublicKeys({ trusted: [url], timeout: 50, now: () => 0 });
    await expect(publicKeys.get(`${url}/`)).rejects.toMatchObject({ statusCode: 503, detail: 'TimeoutError' });
  });
});

describe('the cache', () => {
  /** A source of keys with a clock, and a server where only `/good` has one. */
  async function publicKeys() {
    const asked: string[] = [];
    const url = await runServer(({ url = '' }, response) => {
      asked.push(url);
      if (url.startsWith('/good')) response.end(keys.pem);
      else response.writeHead(url.startsWith('/out') ? 503 : 404).end();
    });
    let time = 0;
    const source = createPublicKeys({ trusted: [`${url}/`], now: () => time });
    return {
      asked,
      pass: (ms: number) => {
        time += ms;
      },
      get: (path: string) =>
        source.get(url + path).then(
          () => 'key',
          ({ statusCode }) => statusCode,
        ),
    };
  }

  test('fetches a key once, even for concurrent callbacks', async () => {
    const { app, keyUrl, fetched } = await trustingBackend(keys);
    const answers = await Promise.all(Array.from({ length: 5 }, () => app.inject(callbackRequest({ keys, keyUrl }))));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    await app.inject(callbackRequest({ keys, keyUrl }));
    expect(fetched()).toBe(1);
  });

  test('holds a good key, however many bad addresses come after it, and before it', async () => {
    const { get, asked } = await publicKeys();
    for (let i = 0; i < 16; i += 1) expect(await get(`/bad${i}`)).toBe(403);
    expect(await get('/good')).toBe('key');
    for (let i = 0; i < 200; i += 1) await get(`/bad${i}`);
    expect(await get('/good')).toBe('key');
    expect(asked.filter((path) => path === '/good')).toHaveLength(1);
  });

  test('remembers a failure for half a minute: 400 requests are one fetch', async () => {
    const { get, asked, pass } = await publicKeys();
    const answers = await Promise.all(Array.from({ length: 200 }, () => get('/out')));
    for (let i = 0; i < 200; i += 1) answers.push(await get('/out'));
    expect(new Set(answers)).toEqual(new Set([503]));
    expect(asked).toEqual(['/out']);
    pass(30_000);
    await get('/out');
    expect(asked).toEqual(['/out', '/out']);
  });

  test('is free for OSS after an outage', async () => {
    let up = false;
    const keyUrl = await runServer((_request, response) => response.writeHead(up ? 200 : 503).end(keys.pem));
    let time = Date.parse('2026-03-01T08:00:00Z');
    const environment = { OSS_CALLBACK_KEY_URLS: keyUrl };
    const { app } = callbackBackend({ environment, now: () => new Date(time) });
    expect((await app.inject(callbackRequest({ keys, keyUrl }))).statusCode).toBe(503);
    up = true;
    time += 30_000;
    expect((await app.inject(callbackRequest({ keys, keyUrl }))).json()).toEqual(ACCEPTED);
  });
});
