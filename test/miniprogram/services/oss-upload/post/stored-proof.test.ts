import fc from 'fast-check';
import type { FormFields } from '../../../../../miniprogram/services/oss-upload/post/form-fields';
import { judgeAnswer } from '../../../../../miniprogram/services/oss-upload/post/stored-proof';
import { withoutHanging } from '../../../../without-hanging';

const KEY = 'uploads/a.jpg';
const PAGE = '<!DOCTYPE html><html><title>Sign in</title></html>';
const OSS = { Server: 'AliyunOSS', 'x-oss-request-id': '65E1A0B2' };
/** What a phone shows of an answer that is not from OSS. */
const PORTAL = { Server: 'nginx', Date: 'Sun, 01 Mar 2026 08:00:00 GMT', 'Content-Type': 'text/html' };
/** What a browser shows where the bucket exposes nothing. */
const SAFELISTED = { 'content-type': 'application/xml', 'content-length': '0', etag: '"5B3C"' };

const postResponse = (key: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>\n<Bucket>pictures</Bucket><Key>${key}</Key><ETag>&quot;5B3C&quot;</ETag></PostResponse>`;
const refusal = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><RequestId>65E1</RequestId></Error>`;

const asking = (status: string, more: FormFields = {}): FormFields => ({
  key: KEY,
  success_action_status: status,
  ...more,
});
const judge = (form: FormFields, status: unknown, body: unknown, headers?: unknown) =>
  judgeAnswer(form, { status, body, headers });
const nameOf = (...answer: Parameters<typeof judge>) => judge(...answer).name;

describe('with the header that only OSS has', () => {
  test.each([
    ['200', 200, ''],
    ['200', '200', ''],
    ['200', 200, undefined],
    ['204', 204, ''],
    ['201', 201, postResponse(KEY)],
    // Written in a way that is not known here.
    ['201', 201, postResponse('uploads/%%')],
    ['201', 200, ''],
  ])('asked for %s, %p %p means stored', (asked, status, body) => {
    expect(nameOf(asking(asked), status, body, OSS)).toBe('stored');
    expect(nameOf(asking(asked), status, body, { 'X-OSS-REQUEST-ID': '65E1A0B2' })).toBe('stored');
  });

  test.each([
    [200, '<ListBucketResult><Name>pictures</Name></ListBucketResult>'],
    [200, PAGE],
    [206, ''],
    [202, ''],
  ])('%p %p is no answer to an upload: a redirect may have made a GET of it', (status, body) => {
    expect(nameOf(asking('201'), status, body, OSS)).toBe('not-from-oss');
  });
});

describe('the key in the body of a 201 is proof that needs no header', () => {
  test.each([undefined, SAFELISTED, PORTAL, OSS])('with the headers %p', (headers) => {
    expect(nameOf(asking('201'), 201, postResponse(KEY), headers)).toBe('stored');
  });

  test.each([
    ['a&b<c>"d".jpg', 'a&amp;b&lt;c&gt;&quot;d&quot;.jpg'],
    ['图片/一.jpg', '图片/一.jpg'],
    ['图片/一.jpg', encodeURIComponent('图片/一.jpg')],
    ['图片/一.jpg', '%E5%9B%BE%E7%89%87/%E4%B8%80.jpg'],
    ['100%.jpg', '100%.jpg'],
  ])('%s is found as %s', (key, written) => {
    expect(nameOf({ ...asking('201'), key }, 201, postResponse(written))).toBe('stored');
  });

  test('the key of another object proves nothing', () => {
    expect(nameOf(asking('201'), 201, postResponse('uploads/b.jpg'))).toBe('not-from-oss');
  });

  test('its ETag is found where no header is shown', () => {
    expect(judge(asking('201'), 201, postResponse(KEY))).toEqual({
      name: 'stored',
      answer: { etag: '"5B3C"', requestId: undefined, callback: { name: 'none' } },
    });
  });
});

describe('an empty body where the client shows no headers', () => {
  test.each([
    ['200', 200, 'stored'],
    ['204', 204, 'stored'],
    ['202', 204, 'stored'], // OSS takes what it does not know for 204
    ['201', 200, 'not-from-oss'],
    ['201', 201, 'not-from-oss'],
    ['201', 204, 'not-from-oss'],
    ['200', 204, 'not-from-oss'],
    ['204', 200, 'not-from-oss'],
  ])('asked for %s, %i means %s', (asked, status, name) => {
    for (const headers of [undefined, null, {}, SAFELISTED]) {
      for (const body of ['', ' \n', undefined, null]) {
        expect([headers, nameOf(asking(asked), status, body, headers)]).toEqual([headers, name]);
      }
    }
  });

  test('proves nothing where others are shown', () => {
    expect(nameOf(asking('200'), 200, '', PORTAL)).toBe('not-from-oss');
    expect(nameOf(asking('204'), 204, '', PORTAL)).toBe('not-from-oss');
  });
});

describe('the upload callback', () => {
  const withCallback = asking('200', { callback: 'eyJ9' });

  test.each([
    ['{"Status":"OK","id":7}', { Status: 'OK', id: 7 }],
    ['[]', []],
    ['null', null],
    ['"stored"', 'stored'],
  ])('its server answered %s, and that is handed on', (body, answer) => {
    expect(judge(withCallback, 200, body, OSS)).toMatchObject({ answer: { callback: { name: 'answered', answer } } });
  });

  test('its JSON is proof where the client shows no headers', () => {
    expect(nameOf(withCallback, 200, '{"Status":"OK"}')).toBe('stored');
    expect(nameOf(withCallback, 200, '{"Status":"OK"}', SAFELISTED)).toBe('stored');
  });

  test.each<[string, FormFields, number, string, object | undefined]>([
    ['nothing', withCallback, 200, '', undefined],
    ['a page', withCallback, 200, PAGE, undefined],
    ['JSON where others are shown', withCallback, 200, '{"code":401}', PORTAL],
    ['JSON where no callback was asked for', asking('200'), 200, '{"code":401}', undefined],
  ])('%s is none', (_, form, status, body, headers) => {
    expect(nameOf(form, status, body, headers)).toBe('not-from-oss');
  });

  test('203: it failed, and the object is stored', () => {
    const headers = { ...OSS, ETag: '"5B3C1A2E"' };
    const body =
      '<Error><Code>CallbackFailed</Code><Message>Response body is not valid json format.</Message><EC>0007-00000202</EC></Error>';
    expect(judge(withCallback, 203, body, headers)).toMatchObject({
      name: 'stored',
      answer: {
        etag: '"5B3C1A2E"',
        callback: {
          name: 'failed',
          error: { code: 'callback-failed', remedy: 'never', details: { ec: '0007-00000202', requestId: '65E1A0B2' } },
        },
      },
    });
    expect(nameOf(withCallback, 203, body)).toBe('stored');
  });

  test('203 is also what a proxy says of an answer that it changed', () => {
    expect(nameOf(withCallback, 203, PAGE, PORTAL)).toBe('not-from-oss');
  });
});

describe('what something on the way answers', () => {
  test.each([
    [200, PAGE],
    [200, 'OK'],
    [204, ''],
    [202, ''],
    [302, ''],
    [307, PAGE],
    [400, 'Bad Request'],
    [401, ''],
    [403, PAGE],
    [404, PAGE],
    [405, PAGE],
    [408, PAGE],
    [409, PAGE],
    [413, PAGE],
    [undefined, ''],
    [null, ''],
    [Number.NaN, ''],
    ['', ''],
    ['ok', ''],
    ['2e2', ''],
    [{}, ''],
  ])('%p %p passes', (status, body) => {
    for (const headers of [undefined, SAFELISTED, PORTAL]) {
      expect(judge(asking('201'), status, body, headers)).toMatchObject({
        name: 'not-from-oss',
        error: { code: 'not-from-oss', remedy: 'retry' },
      });
    }
  });

  test('is quoted in the message, without what opens something', () => {
    const page = '<a href="https://login.example.com/?session=hush">Sign in</a>';
    const verdict = judge(asking('201'), 200, page, PORTAL);
    expect(verdict).toMatchObject({
      error: {
        message:
          'Expected an answer of OSS to this upload, got 200 <a href="https://login.example.com/">Sign in</a>: something on the way answered, such as the sign-in page of a network.',
        details: { status: 200 },
      },
    });
  });

  test.each([0, 429, 500, 502, 504])('%i is an overloaded server', (status) => {
    expect(judge(asking('201'), status, PAGE, PORTAL)).toMatchObject({
      name: 'refused',
      error: { code: 'oss-failed' },
    });
  });
});

describe('what OSS refuses', () => {
  test.each([
    [403, refusal('SignatureDoesNotMatch'), undefined, 'signature-refused'],
    ['403', refusal('SignatureDoesNotMatch'), SAFELISTED, 'signature-refused'],
    [409, refusal('FileAlreadyExists'), OSS, 'already-exists'],
    [405, refusal('MethodNotAllowed'), undefined, 'not-a-bucket'],
    [405, '', OSS, 'not-a-bucket'],
    [403, '', OSS, 'oss-refused'],
    [307, refusal('TemporaryRedirect'), undefined, 'oss-refused'],
    // A client that hides OSS's headers shows its XML.
    [404, refusal('NoSuchBucket'), PORTAL, 'bucket-missing'],
  ])('%p %p, with the headers %p, is %s', (status, body, headers, code) => {
    expect(judge(asking('201'), status, body, headers)).toMatchObject({ name: 'refused', error: { code } });
  });
});

test('the checksum is handed on where it is shown', () => {
  const headers = { ...OSS, 'X-Oss-Hash-Crc64ecma': '11051210869376104954' };
  expect(judge(asking('200'), 200, '', headers)).toMatchObject({ answer: { crc64: '11051210869376104954' } });
});

test('nothing that is said without a header and without the key is proof, where 201 was asked for', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (status, body) => {
      expect(nameOf(asking('201'), status, body)).not.toBe('stored');
    }),
  );
});

test('10 MB are judged at once', () => {
  const verdict = withoutHanging(() => judge(asking('201'), 200, `<Error><Code>${'<Code>busy '.repeat(1_000_000)}`));
  expect(verdict.name).toBe('not-from-oss');
});
