import { once } from 'node:events';
import http from 'node:http';
import { postParts, signedForm, toParts, xmlText } from './post-form';
import { endRunningOss, type RunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

/** Stores ten bytes. */
async function runWith(fields: Record<string, string> = {}): Promise<RunningOss> {
  const oss = await runOss({ now: () => new Date('2026-01-31T12:00:00.500Z') });
  const form = signedForm({
    settings: oss.settings,
    signedAt: new Date('2026-01-31T12:00:00Z'),
    fields: { key: 'uploads/a.png', ...fields },
  });
  expect((await postParts(oss.url, toParts(form, { value: '0123456789' }))).status).toBe(204);
  return oss;
}

const get = (oss: RunningOss, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${oss.url}/uploads/a.png`, { method, headers });

test('GET answers the bytes with what the form said about them', async () => {
  const oss = await runWith({
    'Cache-Control': 'max-age=60',
    'Content-Disposition': 'inline; filename=a.png',
    'x-oss-meta-order': '7',
    'x-oss-object-acl': 'private',
  });
  const response = await get(oss);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('0123456789');
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': '10',
    etag: '"781E5E245D69B566979B86E28D23F2C7"',
    'last-modified': 'Sat, 31 Jan 2026 12:00:00 GMT',
    'cache-control': 'max-age=60',
    'content-disposition': 'inline; filename=a.png',
    'x-oss-meta-order': '7',
    'x-oss-hash-crc64ecma': expect.stringMatching(/^\d+$/),
  });
});

test('HEAD answers the same without the bytes', async () => {
  const oss = await runWith();
  const response = await get(oss, {}, 'HEAD');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-length')).toBe('10');
  expect(await response.text()).toBe('');
});

test('a client that goes away in the middle is no more than a line in the log', async () => {
  const oss = await runOss();
  const form = signedForm({ settings: oss.settings, fields: { key: 'uploads/a.png' } });
  await postParts(oss.url, toParts(form, { value: Buffer.alloc(20 * 1024 * 1024) }));
  const line = oss.nextLine();
  const [response] = await once(http.get(`${oss.url}/uploads/a.png`), 'response');
  response.destroy();
  expect(await line).toMatch(/^GET \/uploads\/a\.png 200 .*not sent whole/);
  expect((await get(oss, {}, 'HEAD')).status).toBe(200);
});

test('a key that is not there is NoSuchKey', async () => {
  const oss = await runOss();
  const response = await fetch(`${oss.url}/uploads/none`);
  expect(response.status).toBe(404);
  expect(xmlText(await response.text(), 'Code')).toBe('NoSuchKey');
  expect((await fetch(`${oss.url}/uploads/none`, { method: 'HEAD' })).status).toBe(404);
});

describe('Range', () => {
  test.each([
    ['bytes=2-5', '2345', 'bytes 2-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ])('%s is answered with just that', async (range, text, contentRange) => {
    const response = await get(await runWith(), { range });
    expect(response.status).toBe(206);
    expect(await response.text()).toBe(text);
    expect(response.headers.get('content-range')).toBe(contentRange);
    expect(response.headers.get('content-length')).toBe(String(text.length));
  });

  test.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('%s cannot be satisfied', async (range) => {
    const response = await get(await runWith(), { range });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */10');
    expect(xmlText(await response.text(), 'Code')).toBe('InvalidRange');
  });

  test.each(['bytes=0-1,4-5', 'bytes=5-2', 'bytes=-', 'lines=1-2', 'bytes=a-b'])('%s asks for all', async (range) => {
    const response = await get(await runWith(), { range });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('0123456789');
  });
});

describe('If-None-Match', () => {
  const etag = '"781E5E245D69B566979B86E28D23F2C7"';
  test.each([etag, `W/${etag}`, `"other", ${etag}`, '*'])('%s is 304 without the bytes', async (tags) => {
    const response = await get(await runWith(), { 'if-none-match': tags });
    expect(response.status).toBe(304);
    expect(response.headers.get('etag')).toBe(etag);
    expect(await response.text()).toBe('');
  });
  test('another tag is answered with the bytes', async () => {
    expect((await get(await runWith(), { 'if-none-match': '"other"' })).status).toBe(200);
  });
});

describe('what is stored cannot run', () => {
  test.each([
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/javascript',
    'application/pdf',
    'image/x-unknown',
  ])('%s is downloaded instead of shown', async (type) => {
    const oss = await runWith({ 'x-oss-content-type': type, 'Content-Disposition': 'inline' });
    const { headers } = await get(oss);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('content-disposition')).toBe('attachment');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  });

  test.each(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/heic', 'image/avif'])(
    '%s is shown, and is nothing but a picture',
    async (type) => {
      const { headers } = await get(await runWith({ 'x-oss-content-type': type }));
      expect(headers.get('content-disposition')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/sandbox/);
    },
  );
});

test.each([
  ['PUT', '/uploads/a.png'],
  ['DELETE', '/uploads/a.png'],
  ['PATCH', '/'],
  ['POST', '/uploads/a.png'],
])('%s %s is MethodNotAllowed', async (method, path) => {
  const oss = await runWith();
  const response = await fetch(oss.url + path, { method, body: 'x' });
  expect(response.status).toBe(405);
  expect(xmlText(await response.text(), 'Code')).toBe('MethodNotAllowed');
  expect((await get(oss)).status).toBe(200);
});
