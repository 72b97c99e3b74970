// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's
import { createHash } from 'node:crypto';
import { postParts, signedForm, toParts, xmlText } from './post-form';
import { endRunningOss, type RunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2, 3, 0xff]);

async function post(oss: RunningOss, fields: Record<string, string>, options: { conditions?: unknown[] } = {}) {
  const form = signedForm({ settings: oss.settings, ...options, fields: { key: 'uploads/a.png', ...fields } });
  return postParts(oss.url, toParts(form, { value: picture }));
}

test.each(['v4', 'v1'] as const)('stores exactly the bytes of a form signed with %s', async (version) => {
  const oss = await runOss();
  const form = signedForm({ settings: oss.settings, version, fields: { key: 'uploads/图 1.png' } });

  const answer = await postParts(oss.url, toParts(form, { value: picture }));

  expect(answer).toMatchObject({ status: 204, body: '' });
  const stored = await fetch(`${oss.url}/uploads/${encodeURIComponent('图 1.png')}`);
  expect(Buffer.from(await stored.arrayBuffer())).toEqual(picture);
});

test('stores an empty file where the policy allows it', async () => {
  const oss = await runOss();
  const form = signedForm({ settings: oss.settings, fields: { key: 'uploads/empty' } });
  expect((await postParts(oss.url, toParts(form, { value: '' }))).status).toBe(204);
  const stored = await fetch(`${oss.url}/uploads/empty`);
  expect(stored.status).toBe(200);
  expect(await stored.text()).toBe('');
});

test('keeps a file whose bytes look like the end of the form', async () => {
  const oss = await runOss();
  const value = Buffer.from('\r\n------test-form-boundar\r\n--\r\n\r\n------test');
  const form = signedForm({ settings: oss.settings, fields: { key: 'uploads/a' } });
  expect((await postParts(oss.url, toParts(form, { value }))).status).toBe(204);
  expect(Buffer.from(await (await fetch(`${oss.url}/uploads/a`)).arrayBuffer())).toEqual(value);
});

describe('the answer', () => {
  test.each([
    ['200', 200],
    ['204', 204],
    ['', 204],
    ['302', 204],
  ])('success_action_status "%s" is %d with an empty body', async (asked, status) => {
    expect(await post(await runOss(), { success_action_status: asked })).toMatchObject({ status, body: '' });
  });

  test('success_action_status 201 says in XML where the object is', async () => {
    const oss = await runOss();
    const { status, body, headers } = await post(oss, { key: 'uploads/a & b.png', success_action_status: '201' });
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/xml');
    expect(xmlText(body, 'Bucket')).toBe('pictures');
    expect(xmlText(body, 'Key')).toBe('uploads/a & b.png');
    expect(xmlText(body, 'Location')).toBe(`${oss.url}/uploads/a%20%26%20b.png`);
    expect(xmlText(body, 'ETag')).toBe(headers.get('etag'));
  });

  test('carries the checksums, the request id and the time', async () => {
    const oss = await runOss({ newRequestId: () => '5F0C1A2B3C4D5E6F70819203' });
    const { headers } = await post(oss, {});
    expect(headers.get('etag')).toBe(`"${createHash('md5').update(picture).digest('hex').toUpperCase()}"`);
    expect(headers.get('x-oss-hash-crc64ecma')).toMatch(/^\d{10,20}$/);
    expect(headers.get('x-oss-request-id')).toBe('5F0C1A2B3C4D5E6F70819203');
    expect(headers.get('x-oss-server-time')).toMatch(/^\d+$/);
    expect(headers.get('date')).toMatch(/GMT$/);
  });

  test('a refusal is XML with Code, Message, RequestId, HostId and EC, which headers repeat', async () => {
    const oss = await runOss();
    const answer = await post(oss, {}, { conditions: [['eq', '$key', '<a & "b">']] });
    expect(answer.body).toContain('[&quot;eq&quot;, &quot;$key&quot;, &quot;&lt;a &amp; \\&quot;b\\&quot;&gt;&quot;]');
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied', ec: '0006-00000227' });
    expect(answer.headers.get('content-type')).toBe('application/xml');
    expect(answer.headers.get('x-oss-ec')).toBe('0006-00000227');
    expect(answer.headers.get('x-oss-request-id')).toMatch(/^[0-9A-F]{24}$/);
    expect(xmlText(answer.body, 'RequestId')).toBe(answer.headers.get('x-oss-request-id'));
    expect(xmlText(answer.body, 'HostId')).toBe(new URL(oss.url).host);
  });
});

describe('the content type', () => {
  const typeOf = async (fields: Record<string, string>, contentType?: string) => {
    const oss = await runOss();
    const form = signedForm({ settings: oss.settings, fields: { key: 'uploads/a', ...fields } });
    await postParts(oss.url, toParts(form, contentType === undefined ? {} : { contentType }));
    return (await fetch(`${oss.url}/uploads/a`)).headers.get('content-type');
  };

  test('x-oss-content-type wins over the field Content-Type', async () => {
    expect(await typeOf({ 'x-oss-content-type': 'image/webp', 'Content-Type': 'image/gif' })).toBe('image/webp');
  });
  test('the field Content-Type wins over the part', async () => {
    expect(await typeOf({ 'Content-Type': 'image/gif' }, 'image/jpeg')).toBe('image/gif');
  });
  test('the part decides where no field does', async () => {
    expect(await typeOf({}, 'image/jpeg')).toBe('image/jpeg');
  });
});

describe('x-oss-forbid-overwrite', () => {
  test('true keeps the object that is there', async () => {
    const oss = await runOss();
    await post(oss, {});
    const form = signedForm({
      settings: oss.settings,
      fields: { key: 'uploads/a.png', 'x-oss-forbid-overwrite': 'true' },
    });
    const answer = await postParts(oss.url, toParts(form, { value: 'another' }));
    expect(answer).toMatchObject({ status: 409, code: 'FileAlreadyExists' });
    const stored = await fetch(`${oss.url}/uploads/a.png`);
    expect(Buffer.from(await stored.arrayBuffer())).toEqual(picture);
    expect(await oss.files()).toHaveLength(2);
  });

  test('true lets exactly one of many at once win, and its bytes stay', async () => {
    const oss = await runOss();
    const form = signedForm({
      settings: oss.settings,
      fields: { key: 'uploads/a', 'x-oss-forbid-overwrite': 'true', success_action_status: '200' },
    });
    const posts = Array.from({ length: 8 }, (_, i) => postParts(oss.url, toParts(form, { value: `post ${i}` })));
    const statuses = (await Promise.all(posts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(7);
    expect(await (await fetch(`${oss.url}/uploads/a`)).text()).toBe(`post ${statuses.indexOf(200)}`);
    expect(await oss.files()).toHaveLength(2);
  });

  test.each([{}, { 'x-oss-forbid-overwrite': 'false' }])('%j replaces the object', async (fields) => {
    const oss = await runOss();
    await post(oss, { key: 'uploads/a' });
    const form = signedForm({ settings: oss.settings, fields: { key: 'uploads/a', ...fields } });
    expect((await postParts(oss.url, toParts(form, { value: 'another' }))).status).toBe(204);
    expect(await (await fetch(`${oss.url}/uploads/a`)).text()).toBe('another');
    expect(await oss.files()).toHaveLength(2);
  });

  test('anything but true and false is refused', async () => {
    const answer = await post(await runOss(), { 'x-oss-forbid-overwrite': 'yes' });
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument', ec: '0017-00000279' });
  });
});

describe('other fields', () => {
  test('what the policy does not name is not refused', async () => {
    expect((await post(await runOss(), { 'x:order': '1', anything: 'else' })).status).toBe(204);
  });

  test('an ACL that OSS does not know is refused', async () => {
    const oss = await runOss();
    expect((await post(oss, { 'x-oss-object-acl': 'public-read' })).status).toBe(204);
    expect(await post(oss, { 'x-oss-object-acl': 'public' })).toMatchObject({ status: 400, code: 'InvalidArgument' });
  });

  test.each([
    ['Cache-Control', 'no-cache\r\nx-injected: 1'],
    ['x-oss-content-type', 'image/png\u0000'],
    ['Content-Disposition', 'attachment; filename=图.png'],
    ['x-oss-meta-a b', '1'],
  ])('%s that cannot be a header is refused, and nothing is stored', async (name, value) => {
    const oss = await runOss();
    expect(await post(oss, { [name]: value })).toMatchObject({ status: 400, code: 'InvalidArgument' });
    expect(await oss.files()).toEqual([]);
  });

  test('a redirect is refused with what to use instead', async () => {
    const answer = await post(await runOss(), { success_action_redirect: 'https://example.com' });
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' });
    expect(answer.message).toContain('success_action_status');
  });
});

test('the log has one line for each request, also with line breaks in it', async () => {
  const oss = await runOss();
  await post(oss, { 'x-oss-object-acl': 'private\r\nGET /forged 200' });
  expect(oss.lines).toEqual([expect.stringMatching(/^POST \/ 400 InvalidArgument: .*forged/)]);
});

test('the log has a line for each request, without signature, secret or token', async () => {
  const settings = { ...(await runOss()).settings, securityToken: 'the-security-token' };
  const oss = await runOss({ settings });
  const form = signedForm({ settings, fields: { key: 'uploads/a.png' } });
  await postParts(oss.url, toParts(form));
  await postParts(oss.url, toParts({ ...form, 'x-oss-signature': '0'.repeat(64) }));
  expect(oss.lines).toEqual([
    'POST / 204 "uploads/a.png" 9 bytes',
    expect.stringMatching(/^POST \/ 403 SignatureDoesNotMatch: The request signature/),
  ]);
  for (const secret of [settings.accessKeySecret, settings.securityToken, form['x-oss-signature']]) {
    expect(oss.lines.join()).not.toContain(secret);
  }
});
