import { endServers, runServer } from '../loopback';
import { callbackRequest, createKeyPair, recordedHook, STORED, trustingBackend } from './callback-sender';

afterEach(endServers);

const keys = createKeyPair();
const refused = { error: { code: 'callback_refused', message: expect.any(String) } };

describe('with OSS_CALLBACK_CHECK', () => {
  async function checked(status: number, headers: Record<string, string> = {}) {
    const asked: string[] = [];
    const OSS_HOST = await runServer(({ method, url = '' }, response) => {
      asked.push(`${method} ${decodeURIComponent(url.split('?')[0] ?? '')}`);
      response.writeHead(status, headers).end();
    });
    const { hooks, stored } = recordedHook();
    const environment = { OSS_HOST, OSS_CALLBACK_CHECK: 'true' };
    const { app, keyUrl, log } = await trustingBackend(keys, { hooks, environment });
    const answer = await app.inject(callbackRequest({ keys, keyUrl }));
    return { answer, asked, stored, log };
  }
  const honest = { 'content-length': '5', etag: `"${STORED.etag}"` };

  test('an object that is there as reported is passed on', async () => {
    const { answer, asked, stored } = await checked(200, honest);
    expect(answer.statusCode).toBe(200);
    expect(asked).toEqual([`HEAD /${STORED.key}`]);
    expect(stored).toHaveLength(1);
  });

  test.each([
    ['is not there', 404, {}, 403, 'callback_refused'],
    ['has another size', 200, { ...honest, 'content-length': '6' }, 403, 'callback_refused'],
    ['has another ETag', 200, { ...honest, etag: '"00"' }, 403, 'callback_refused'],
    ['may not be asked for', 403, {}, 503, 'object_unknown'],
    ['is behind an outage', 500, {}, 503, 'object_unknown'],
  ])('a forged report of an object that %s is not', async (_, status, headers, expected, code) => {
    const { answer, stored, log } = await checked(status, headers);
    expect([answer.statusCode, answer.json().error.code]).toEqual([expected, code]);
    expect(stored).toEqual([]);
    expect(log()).not.toContain('object stored');
    expect(log()).not.toContain('x-oss-signature');
  });
});

describe('a forged callback', () => {
  const forgeries: [string, (request: ReturnType<typeof callbackRequest>) => object][] = [
    ['another body', (request) => ({ payload: request.payload.replace('"size":5', '"size":6') })],
    ['white space in the body', (request) => ({ payload: `${request.payload} ` })],
    ['no signature', ({ headers: { authorization, ...headers } }) => ({ headers })],
    ['an empty signature', ({ headers }) => ({ headers: { ...headers, authorization: '' } })],
    ['a signature that is not base64', ({ headers }) => ({ headers: { ...headers, authorization: 'Bearer €' } })],
  ];

  test.each(forgeries)('with %s is refused, and nothing logged as reported', async (_case, change) => {
    const { hooks, stored } = recordedHook();
    const { app, keyUrl, log } = await trustingBackend(keys, { hooks });
    const request = callbackRequest({ keys, keyUrl });
    const answer = await app.inject({ ...request, ...change(request) });
    expect([answer.statusCode, answer.json()]).toEqual([403, refused]);
    expect(answer.json().error.message).toContain('authorization');
    expect(log()).not.toMatch(/object (reported|stored)/);
    expect(stored).toEqual([]);
  });

  test('signed with another key is refused', async () => {
    const { app, keyUrl } = await trustingBackend(keys);
    const answer = await app.inject(callbackRequest({ keys: createKeyPair(), keyUrl }));
    expect([answer.statusCode, answer.json()]).toEqual([403, refused]);
  });

  test('signed for another path is refused', async () => {
    const { app, keyUrl } = await trustingBackend(keys);
    expect((await app.inject(callbackRequest({ keys, keyUrl, path: '/other' }))).statusCode).toBe(403);
  });
});
