import { createPublicKeys } from '../../server/public-key';
import { backend, callbackRequest, createKeyPair, endServers, runServer, STORED } from './callback-sender';

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
    'http://evil.example/http://gosspublic.alicdn.com/',
    'http://evil.example#http://gosspublic.alicdn.com/',
    'http://evil.example?http://gosspublic.alicdn.com/',
    'http://evil.example\\http://gosspublic.alicdn.com/',
    'http://gosspublic.alicdn.com:8080/callback_pub_key_v1.pem',
    'http://xgosspublic.alicdn.com/callback_pub_key_v1.pem',
    'ftp://gosspublic.alicdn.com/callback_pub_key_v1.pem',
    'file:///etc/hosts',
    'data:text/plain,http://gosspublic.alicdn.com/',
    'http://127.0.0.1:1/callback_pub_key_v1.pem',
    '//gosspublic.alicdn.com/callback_pub_key_v1.pem',
    'gosspublic.alicdn.com',
    '',
  ])('"%s" is not trusted', async (keyUrl) => {
    const answer = await backend().app.inject(callbackRequest({ keys, keyUrl }));
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toEqual({
      error: {
        code: 'callback_refused',
        message: expect.stringContaining('https://gosspublic.alicdn.com/ or http://'),
      },
    });
  });

  test('is required', async () => {
    const { headers, ...request } = callbackRequest({ keys, keyUrl: '' });
    const answer = await backend().app.inject({ ...request, headers: { authorization: headers.authorization } });
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'callback_refused']);
  });

  test('must start with one of the URLs in the settings', async () => {
    const asked: string[] = [];
    const url = await runServer(({ url = '' }, response) => {
      asked.push(url);
      response.end(keys.pem);
    });
    const { app } = backend({ OSS_CALLBACK_KEY_URLS: `https://keys.example.com, ${url}/keys/` });
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
  async function answerWhere(listener: Parameters<typeof runServer>[0]) {
    const keyUrl = `${await runServer(listener)}/key.pem?token=of-this-test`;
    const { app, log } = backend({ OSS_CALLBACK_KEY_URLS: keyUrl });
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
    expect([answer.statusCode, answer.json().error.code]).toEqual([500, 'internal']);
    expect(log).toContain('/key.pem, got status 302');
    expect(asked).toEqual([]);
  });

  test.each([
    ['missing', 404, '', 'got status 404'],
    ['not a key', 200, 'hello', 'request failed'],
    ['too long', 200, 'x'.repeat(16 * 1024 + 1), 'at most 16384 bytes'],
  ])('%s', async (_case, status, body, reason) => {
    const { answer, log } = await answerWhere((_, response) => response.writeHead(status).end(body));
    expect([answer.statusCode, answer.json().error.code]).toEqual([500, 'internal']);
    expect(log).toContain(reason);
  });

  test('gives up on an endless answer', async () => {
    const { answer, log } = await answerWhere((_, response) => {
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(1024)));
      };
      response.on('drain', write);
      write();
    });
    expect(answer.statusCode).toBe(500);
    expect(log).toContain('at most 16384 bytes');
  });

  test.each([
    ['no answer', () => undefined],
    ['half an answer', (response: { write(text: string): unknown }) => response.write('-----BEGIN')],
  ])('times out after %s', async (_case, begin) => {
    const url = await runServer((_request, response) => void begin(response));
    await expect(createPublicKeys(50).get(url)).rejects.toThrow(/timeout/);
  });

  test('fetches the key again for the next callback', async () => {
    let up = false;
    const keyUrl = await runServer((_request, response) => response.writeHead(up ? 200 : 503).end(keys.pem));
    const { app } = backend({ OSS_CALLBACK_KEY_URLS: keyUrl });
    expect((await app.inject(callbackRequest({ keys, keyUrl }))).statusCode).toBe(500);
    up = true;
    expect((await app.inject(callbackRequest({ keys, keyUrl }))).json()).toEqual(STORED);
  });
});

test('evicts the oldest of many keys', async () => {
  const asked: string[] = [];
  const url = await runServer(({ url = '' }, response) => {
    asked.push(url);
    response.end(keys.pem);
  });
  const publicKeys = createPublicKeys();
  for (let i = 0; i <= 16; i += 1) await publicKeys.get(`${url}/${i}`);
  await publicKeys.get(`${url}/16`);
  expect(asked).toHaveLength(17);
  await publicKeys.get(`${url}/0`);
  expect(asked).toHaveLength(18);
});
