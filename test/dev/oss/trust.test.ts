// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { endCallbackServers, runCallbackServer } from './callback/callback-server';
import { postWithCallback } from './callback/post-with-callback';
import { BOUNDARY, encodeParts, signedForm, toParts, xmlText } from './post-form';
import { endRunningOss, type RunningOss, runOss } from './running-oss';

afterEach(endRunningOss);
afterEach(endCallbackServers);

/** Asks as a browser does, with its own headers Host and Origin, which `fetch` would not let one set. */
async function ask(oss: RunningOss, path: string, headers: Record<string, string>, body?: Buffer) {
  const request = httpRequest(oss.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
    agent: false,
  });
  request.end(body);
  const [response] = await once(request, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const form = (oss: RunningOss) =>
  encodeParts(toParts(signedForm({ settings: oss.settings, fields: { key: 'uploads/a' } })));

/** It trusts what it was started with. */
const NOT_TOLD = { trusted: [] };

const PREVIEW = 'http://127.0.0.1:8080';

describe('a page of another site', () => {
  test.each([
    'https://evil.example.com',
    'http://evil.example.com:8080',
    'http://127.0.0.1:8081',
    'http://127.0.0.1:8080.evil.example.com',
    'https://127.0.0.1:8080',
    'null',
    '',
  ])('%p stores nothing, lists nothing and reads nothing, even with a good signature', async (origin) => {
    const oss = await runOss();
    expect((await ask(oss, '/', {}, form(oss))).status).toBe(204);
    const stored = await oss.files();

    const answers = [
      await ask(oss, '/', { origin }, form(oss)),
      await ask(oss, '/?list-type=json', { origin }),
      await ask(oss, '/uploads/a', { origin }),
    ];
    for (const { status, headers, body } of answers) {
      expect([status, xmlText(body, 'Code')]).toEqual([403, 'AccessForbidden']);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
    expect(await oss.files()).toEqual(stored);
  });

  test.each([
    'evil.example.com',
    'evil.example.com:9000',
    '127.0.0.1.evil.example.com',
    'pictures.oss-cn-hangzhou.aliyuncs.com',
  ])('that has its name %s lead to this computer (DNS rebinding) gets nothing', async (host) => {
    const oss = await runOss();
    await ask(oss, '/', {}, form(oss));
    const answers = [
      await ask(oss, '/?list-type=json', { host }),
      await ask(oss, '/uploads/a', { host }),
      await ask(oss, '/', { host, origin: PREVIEW }, form(oss)),
    ];
    for (const { status, body } of answers) expect([status, xmlText(body, 'Code')]).toEqual([403, 'AccessDenied']);
    expect(await oss.files()).toHaveLength(2);
  });

  test('finds no way in by the documented credentials and a callback to a service of this computer', async () => {
    const service = await runCallbackServer();
    const oss = await runOss();
    const answer = await postWithCallback(
      oss,
      { callbackUrl: `${service.url}/admin`, callbackBody: '{"do":"it"}' },
      NOT_TOLD,
    );
    expect(answer).toMatchObject({ status: 203, code: 'CallbackFailed' });
    expect(xmlText(answer.body, 'Detail')).toMatch(/--callback-to/);
    expect(service.received).toEqual([]);
  });
});

describe("the preview's page", () => {
  test.each([PREVIEW, 'http://localhost:8080'])(
    '%s, where npm start has it, stores, lists and reads',
    async (origin) => {
      const oss = await runOss();
      const answers = [
        await ask(oss, '/', { origin }, form(oss)),
        await ask(oss, '/?list-type=json', { origin }),
        await ask(oss, '/uploads/a', { origin }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([204, 200, 200]);
      for (const { headers } of answers) expect(headers['access-control-allow-origin']).toBe(origin);
    },
  );

  test('at another origin is allowed by name, also after the start', async () => {
    const oss = await runOss({ trust: { origins: ['http://192.168.1.20:8080'], callbackTo: [] } });
    expect((await ask(oss, '/?list-type=json', { origin: PREVIEW })).status).toBe(403);
    expect((await ask(oss, '/?list-type=json', { origin: 'http://192.168.1.20:8080' })).status).toBe(200);
    oss.trust({ origins: [PREVIEW] });
    expect((await ask(oss, '/?list-type=json', { origin: PREVIEW })).status).toBe(200);
  });
});

test.each(['127.0.0.1:1', 'localhost', '192.168.1.20:9000', '[::1]:9000'])(
  'a request to %s, which no other site can be called, is answered',
  async (host) => {
    expect((await ask(await runOss(), '/?list-type=json', { host })).status).toBe(200);
  },
);

describe('callbacks', () => {
  const callbackBody = 'key=${object}';

  test('are made to addresses that begin as one that is trusted', async () => {
    const server = await runCallbackServer();
    const oss = await runOss({ trust: { origins: [], callbackTo: [`${server.url}/told`] } });
    expect(
      (await postWithCallback(oss, { callbackUrl: `${server.url}/told/of?it=1`, callbackBody }, NOT_TOLD)).status,
    ).toBe(200);
    expect(server.received).toHaveLength(1);
  });

  test.each<[string, (trusted: string, other: string) => string]>([
    ['another path', (trusted) => `${trusted}/other`],
    ['a path that leads back', (trusted) => `${trusted}/told/../other`],
    ['a path that leads back, escaped', (trusted) => `${trusted}/told/%2e%2e/other`],
    ['a name before the host', (trusted, other) => `${trusted}/told@${other}`.replace('/told', '')],
    ['a password', (trusted) => `${trusted.replace('//', '//name:word@')}/told`],
    ['another scheme', (trusted) => `${trusted.replace('http', 'https')}/told`],
    ['another port', (_, other) => `http://${other}/told`],
  ])('are not made to %s', async (_, spell) => {
    const [trusted, other] = [await runCallbackServer(), await runCallbackServer()];
    const oss = await runOss({ trust: { origins: [], callbackTo: [`${trusted.url}/told`] } });
    const callbackUrl = spell(trusted.url, new URL(other.url).host);
    expect(await postWithCallback(oss, { callbackUrl, callbackBody }, NOT_TOLD)).toMatchObject({
      code: 'CallbackFailed',
    });
    expect([...trusted.received, ...other.received]).toEqual([]);
  });

  test('go to the next address where one is not trusted', async () => {
    const [trusted, other] = [await runCallbackServer(), await runCallbackServer()];
    const oss = await runOss({ trust: { origins: [], callbackTo: [trusted.url] } });
    const callbackUrl = `${other.url};${trusted.url}`;
    expect((await postWithCallback(oss, { callbackUrl, callbackBody }, NOT_TOLD)).status).toBe(200);
    expect(other.received).toEqual([]);
  });
});
