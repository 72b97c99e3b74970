// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's
import { type FormPart, postParts, type SignedFormOptions, signedForm, toParts } from './post-form';
import { endRunningOss, runOss } from './running-oss';
import { beginPost } from './slow-post';

afterEach(endRunningOss);

const now = new Date('2026-01-31T12:00:00Z');

async function post(options: Partial<SignedFormOptions>, file: Partial<FormPart> = {}) {
  const oss = await runOss({ now: () => now });
  const form = signedForm({ settings: oss.settings, signedAt: now, ...options });
  const answer = await postParts(oss.url, toParts(form, file));
  expect(await oss.files()).toHaveLength(answer.status < 300 ? 2 : 0);
  return answer;
}

/** What the project's own backend lets sign. */
const conditions = [
  ['starts-with', '$key', 'uploads/'],
  ['content-length-range', 1, 10],
  ['in', '$content-type', ['image/jpeg', 'image/png']],
  ['not-in', '$cache-control', ['no-cache']],
  ['eq', '$success_action_status', '200'],
  { 'x-oss-forbid-overwrite': 'true' },
];
const fields = { key: 'uploads/a.png', success_action_status: '200', 'x-oss-forbid-overwrite': 'true' };

test('a form that keeps every condition is accepted', async () => {
  expect((await post({ conditions, fields })).status).toBe(200);
});

describe('each condition broken alone is refused and quoted', () => {
  test.each<[string, SignedFormOptions['fields'], Partial<FormPart>, string]>([
    ['starts-with', { key: 'upload/a.png' }, {}, '["starts-with", "$key", "uploads/"]'],
    ['in, by the part', {}, { contentType: 'image/gif' }, '["in", "$content-type", ["image/jpeg", "image/png"]]'],
    [
      'in, by a field',
      { 'x-oss-content-type': 'text/html' },
      {},
      '["in", "$content-type", ["image/jpeg", "image/png"]]',
    ],
    ['in, another case', { 'Content-Type': 'image/PNG' }, {}, '["in", "$content-type", ["image/jpeg", "image/png"]]'],
    ['not-in', { 'Cache-Control': 'no-cache' }, {}, '["not-in", "$cache-control", ["no-cache"]]'],
    ['eq', { success_action_status: '201' }, {}, '["eq", "$success_action_status", "200"]'],
    ['eq, left out', { success_action_status: '' }, {}, '["eq", "$success_action_status", "200"]'],
    ['map', { 'x-oss-forbid-overwrite': 'false' }, {}, '["eq", "$x-oss-forbid-overwrite", "true"]'],
  ])('%s', async (_case, broken, file, text) => {
    expect(await post({ conditions, fields: { ...fields, ...broken } }, file)).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: `Invalid according to Policy: Policy Condition failed: ${text}`,
      ec: '0006-00000227',
    });
  });

  test('bucket', async () => {
    const oss = await runOss();
    const settings = { ...oss.settings, bucket: 'another' };
    expect(await postParts(oss.url, toParts(signedForm({ settings })))).toMatchObject({
      status: 403,
      message: 'Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "another"]',
    });
  });
});

test('names are compared without regard to case, values exactly', async () => {
  const named = [['starts-with', '$KEY', 'Uploads/']];
  expect((await post({ conditions: named, fields: { key: 'Uploads/a' } })).status).toBe(204);
  expect((await post({ conditions: named, fields: { key: 'uploads/a' } })).ec).toBe('0006-00000227');
});

test('starts-with nothing allows anything, and to leave the field out', async () => {
  const anything = [
    ['starts-with', '$key', ''],
    ['starts-with', '$x-oss-meta-tag', ''],
  ];
  expect((await post({ conditions: anything, fields: { key: 'anywhere' } })).status).toBe(204);
});

test('the key is compared before ${filename} is put in', async () => {
  const exactly = [['eq', '$key', 'uploads/${filename}']];
  const key = 'uploads/${filename}';
  expect((await post({ conditions: exactly, fields: { key } }, { fileName: 'a.png' })).status).toBe(204);
  expect((await post({ conditions: exactly, fields: { key: 'uploads/a.png' } })).ec).toBe('0006-00000227');
});

describe('content-length-range', () => {
  const ofSize = (size: number, ranges: unknown[] = [['content-length-range', 3, 5]]) =>
    post({ conditions: ranges }, { value: Buffer.alloc(size, 'x') });

  test.each([3, 5])('%d bytes of 3 to 5 are accepted', async (size) => {
    expect((await ofSize(size)).status).toBe(204);
  });
  test('one byte too few', async () => {
    expect(await ofSize(2)).toMatchObject({
      status: 400,
      code: 'EntityTooSmall',
      message: 'Your proposed upload smaller than the minimum allowed size.',
      ec: '0006-00000004',
    });
  });
  test.each([6, 3_000_000])('too many bytes: %d', async (size) => {
    expect(await ofSize(size)).toMatchObject({
      status: 400,
      code: 'EntityTooLarge',
      message: 'Your proposed upload exceeds the maximum allowed size.',
      ec: '0006-00000003',
    });
  });
  test('of several ranges all have to hold', async () => {
    const ranges = [
      ['content-length-range', 0, 5],
      ['content-length-range', 4, 9],
    ];
    expect((await ofSize(4, ranges)).status).toBe(204);
    expect((await ofSize(3, ranges)).code).toBe('EntityTooSmall');
    expect((await ofSize(6, ranges)).code).toBe('EntityTooLarge');
  });
});

describe('expiration', () => {
  const expired = {
    status: 403,
    code: 'AccessDenied',
    message: 'Invalid according to Policy: Policy expired.',
    ec: '0006-00000213',
  };

  test('at its very moment the policy is good, a millisecond later it is not', async () => {
    expect((await post({ expiration: now })).status).toBe(204);
    expect(await post({ expiration: new Date(now.getTime() - 1) })).toMatchObject(expired);
  });

  test('comes before the conditions', async () => {
    expect(await post({ expiration: new Date(0), fields: { key: 'elsewhere' } })).toMatchObject(expired);
  });

  test('holds for the end of the request, not just for its beginning', async () => {
    let time = now;
    const oss = await runOss({ now: () => time });
    const expiration = new Date(now.getTime() + 60_000);
    const slow = await beginPost(oss, toParts(signedForm({ settings: oss.settings, signedAt: now, expiration })));
    time = new Date(now.getTime() + 60_001);
    expect(await slow.finish()).toMatchObject(expired);
    expect(await oss.files()).toEqual([]);
  });
});
