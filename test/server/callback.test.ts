import { CALLBACK_ROUTE, callbackField } from '../../server/callback';
import { policyAnswer } from '../sample-policy';
import { backend, callbackRequest, createKeyPair, endServers, runServer, STORED } from './callback-sender';

afterEach(endServers);

const keys = createKeyPair();
const refused = { error: { code: 'callback_refused', message: expect.any(String) } };

/** A backend that trusts the key at one URL, with a count of its fetches. */
async function trustingBackend(environment: Record<string, string> = {}) {
  let fetched = 0;
  const url = await runServer((_request, response) => {
    fetched += 1;
    response.end(keys.pem);
  });
  const keyUrl = `${url}/key.pem`;
  return { ...backend({ OSS_CALLBACK_KEY_URLS: keyUrl, ...environment }), keyUrl, fetched: () => fetched };
}

describe('the policy', () => {
  const decode = (text: string) => JSON.parse(Buffer.from(text, 'base64').toString());

  test('contains the callback and requires it', async () => {
    const answer = (await backend().app.inject('/get_post_signature_for_oss_upload')).json();
    expect(decode(answer.callback)).toEqual({
      callbackUrl: 'https://upload.example.com/oss_callback',
      callbackBody: expect.stringContaining('"size":$'),
      callbackBodyType: 'application/json',
      callbackSNI: true,
    });
    expect(decode(answer.policy).conditions).toContainEqual(['eq', '$callback', answer.callback]);
  });

  test('sends no SNI for a plain-http callback', () => {
    expect(decode(callbackField('http://192.168.1.2:3000/oss_callback'))).not.toHaveProperty('callbackSNI');
  });

  test('has no callback without the setting, nor is there a route', async () => {
    expect(policyAnswer()).not.toHaveProperty('callback');
    expect(JSON.stringify(decode(policyAnswer().policy))).not.toContain('callback');
    const { app } = backend({ OSS_CALLBACK_URL: '' });
    const answer = await app.inject(callbackRequest({ keys, keyUrl: 'https://gosspublic.alicdn.com/a.pem' }));
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain(CALLBACK_ROUTE);
  });
});

describe('a callback that OSS signed', () => {
  test('is answered with the stored object, and logged without its signature', async () => {
    const { app, keyUrl, log } = await trustingBackend();
    const request = callbackRequest({ keys, keyUrl });
    const answer = await app.inject(request);
    expect([answer.statusCode, answer.json()]).toEqual([200, STORED]);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.body)); // OSS requires it
    expect(log()).toContain(STORED.key);
    expect(log()).not.toContain(request.headers.authorization);
  });

  test('is verified against the public path, of which a proxy may strip a part', async () => {
    const { app, keyUrl } = await trustingBackend({ OSS_CALLBACK_URL: 'https://example.com/api/oss_callback' });
    const path = '/api/oss_callback';
    expect((await app.inject(callbackRequest({ keys, keyUrl, path }))).statusCode).toBe(200);
    expect((await app.inject(callbackRequest({ keys, keyUrl }))).statusCode).toBe(403);
  });

  test('fetches the key once, even for concurrent callbacks', async () => {
    const { app, keyUrl, fetched } = await trustingBackend();
    const answers = await Promise.all(Array.from({ length: 5 }, () => app.inject(callbackRequest({ keys, keyUrl }))));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    await app.inject(callbackRequest({ keys, keyUrl }));
    expect(fetched()).toBe(1);
  });

  test.each([
    ['another bucket', JSON.stringify({ ...STORED, bucket: 'other' })],
    ['other JSON than the policy asks for', '{"filename":"a.png"}'],
    ['no JSON', 'bucket=pictures'],
    ['nothing', ''],
  ])('is refused if it is about %s, since no policy of this backend led to it', async (_case, body) => {
    const { app, keyUrl } = await trustingBackend();
    const answer = await app.inject(callbackRequest({ keys, keyUrl, body }));
    expect([answer.statusCode, answer.json()]).toEqual([403, refused]);
  });
});

describe('a forged callback', () => {
  const forgeries: [string, (request: ReturnType<typeof callbackRequest>) => object][] = [
    ['another body', (request) => ({ payload: request.payload.replace('"size":5', '"size":6') })],
    ['white space in the body', (request) => ({ payload: `${request.payload} ` })],
    ['no body', () => ({ payload: undefined })],
    ['no signature', ({ headers: { authorization, ...headers } }) => ({ headers })],
    ['an empty signature', ({ headers }) => ({ headers: { ...headers, authorization: '' } })],
    ['a signature that is not base64', ({ headers }) => ({ headers: { ...headers, authorization: 'Bearer €' } })],
  ];

  test.each(forgeries)('with %s is refused, and nothing logged as stored', async (_case, change) => {
    const { app, keyUrl, log } = await trustingBackend();
    const request = callbackRequest({ keys, keyUrl });
    const answer = await app.inject({ ...request, ...change(request) });
    expect([answer.statusCode, answer.json()]).toEqual([403, refused]);
    expect(answer.json().error.message).toContain('authorization');
    expect(log()).not.toContain('object stored');
  });

  test('signed with another key is refused', async () => {
    const { app, keyUrl } = await trustingBackend();
    const answer = await app.inject(callbackRequest({ keys: createKeyPair(), keyUrl }));
    expect([answer.statusCode, answer.json()]).toEqual([403, refused]);
  });

  test('signed for another path is refused', async () => {
    const { app, keyUrl } = await trustingBackend();
    expect((await app.inject(callbackRequest({ keys, keyUrl, path: '/other' }))).statusCode).toBe(403);
  });
});

describe('a request that is not a callback', () => {
  test('is refused if its body is over 16 KB', async () => {
    const { app, keyUrl } = await trustingBackend();
    const answer = await app.inject(callbackRequest({ keys, keyUrl, body: 'x'.repeat(16 * 1024 + 1) }));
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  });

  test('names the expected method for a GET', async () => {
    const answer = await backend().app.inject(CALLBACK_ROUTE);
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'POST']);
    expect(answer.json().error.message).toBe('Expected POST, got GET.');
  });

  test('names the route for an unknown path', async () => {
    expect((await backend().app.inject('/nowhere')).json().error.message).toContain(CALLBACK_ROUTE);
  });
});
