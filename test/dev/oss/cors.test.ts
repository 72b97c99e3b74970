import type { CorsRule } from '../../../dev/oss/cors';
import { xmlText } from './post-form';
import { endRunningOss, type RunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

const ORIGIN = 'http://127.0.0.1:8080';

const preflight = (oss: RunningOss, origin: string, method: string, headers = '') =>
  fetch(oss.url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      ...(headers !== '' && { 'access-control-request-headers': headers }),
    },
  });

function corsHeadersOf({ headers }: Response): string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control-'));
}

describe('by default', () => {
  test('a page of the preview may upload', async () => {
    const answer = await preflight(await runOss(), ORIGIN, 'POST', 'content-type, x-requested-with');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
    expect(answer.headers.get('access-control-allow-headers')).toBe('content-type, x-requested-with');
  });

  test('and read the tag and the request id, also of a refusal', async () => {
    const oss = await runOss();
    for (const body of [undefined, 'not a form']) {
      const answer = await fetch(oss.url + (body === undefined ? '/?list-type=json' : '/'), {
        headers: { origin: ORIGIN },
        ...(body !== undefined && { method: 'POST', body }),
      });
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(answer.headers.get('access-control-expose-headers')).toMatch(/ETag.*x-oss-request-id/);
      expect(answer.headers.get('vary')).toBe('Origin');
    }
  });

  test('but not delete', async () => {
    const answer = await preflight(await runOss(), ORIGIN, 'DELETE');
    expect(answer.status).toBe(403);
    expect(corsHeadersOf(answer)).toEqual([]);
  });
});

describe('with rules', () => {
  const rule = (more: Partial<CorsRule>): CorsRule => ({
    allowedOrigins: [ORIGIN],
    allowedMethods: ['POST'],
    allowedHeaders: ['content-type'],
    exposeHeaders: ['ETag'],
    ...more,
  });

  test('the first that matches in origin, method and headers counts', async () => {
    const corsRules = [
      rule({ allowedMethods: ['GET'], exposeHeaders: ['first'] }),
      rule({ allowedHeaders: [], exposeHeaders: ['second'] }),
      rule({ exposeHeaders: ['third'], maxAgeSeconds: 5 }),
      rule({ exposeHeaders: ['fourth'] }),
    ];
    const answer = await preflight(await runOss({ corsRules }), ORIGIN, 'POST', 'Content-Type');
    expect(answer.headers.get('access-control-expose-headers')).toBe('third');
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('access-control-max-age')).toBe('5');
  });

  test.each([
    ['origin', 'http://127.0.0.1:8081', 'POST', ''],
    ['method', ORIGIN, 'GET', ''],
    ['one of the headers', ORIGIN, 'POST', 'content-type, x-other'],
  ])('no rule for the %s: AccessForbidden, without CORS headers', async (_case, origin, method, headers) => {
    const answer = await preflight(await runOss({ corsRules: [rule({})] }), origin, method, headers);
    expect(answer.status).toBe(403);
    expect(xmlText(await answer.text(), 'Code')).toBe('AccessForbidden');
    expect(corsHeadersOf(answer)).toEqual([]);
  });

  test('one * stands for anything', async () => {
    const oss = await runOss({
      corsRules: [rule({ allowedOrigins: ['https://*.example.com'], allowedHeaders: ['x-*', 'a-*-a'] })],
    });
    expect((await preflight(oss, 'https://a.example.com', 'POST', 'x-any')).status).toBe(200);
    expect((await preflight(oss, 'https://example.com', 'POST', 'x-any')).status).toBe(403);
    expect((await preflight(oss, 'https://a.example.com.evil', 'POST')).status).toBe(403);
    expect((await preflight(oss, 'https://a.example.com', 'POST', 'a-b-a')).status).toBe(200);
    expect((await preflight(oss, 'https://a.example.com', 'POST', 'a-a')).status).toBe(403);
  });

  test('any page may upload where * is trusted', async () => {
    const oss = await runOss({ trust: { origins: ['*'], callbackTo: [] } });
    const answer = await preflight(oss, 'https://a.example.com', 'POST');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  test('a page may use a method that its rule leaves out, but cannot read the answer', async () => {
    const oss = await runOss({ corsRules: [rule({})] });
    const answer = await fetch(`${oss.url}/?list-type=json`, { headers: { origin: ORIGIN } });
    expect(answer.status).toBe(200);
    expect(corsHeadersOf(answer)).toEqual([]);
  });
});

test.each([
  ['Origin', { 'access-control-request-method': 'POST' }],
  ['Access-Control-Request-Method', { origin: ORIGIN }],
])('a preflight without %s is a BadRequest that names it', async (missing, headers) => {
  const answer = await fetch((await runOss()).url, {
    method: 'OPTIONS',
    headers: new Headers(Object.entries(headers)),
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(missing);
});
