import { readSignedPolicy } from '../../../../../miniprogram/services/oss-upload/policy/signed-policy';
import { formFields, type ObjectDescription } from '../../../../../miniprogram/services/oss-upload/post/form-fields';
import { encodePolicy, policyAnswer, type SamplePolicyOptions } from '../../../../sample-policy';

const CALLBACK = Buffer.from('{"callbackUrl":"https://upload.example.com/oss_callback"}').toString('base64');

const OBJECT = { key: 'uploads/a.jpg', contentType: 'image/jpeg' };
/** OSS puts the name of the file there. */
const FILE_NAME = `u/\${filename}`;
const fieldsFor = (options?: SamplePolicyOptions) => formFields(readSignedPolicy(policyAnswer(options)), OBJECT);

/** The fields for a policy of these conditions, which a V1 backend answered with these pieces beside it. */
function fieldsUnder(conditions: unknown[], beside: object = {}, object: Partial<ObjectDescription> = {}) {
  const policy = encodePolicy({ expiration: '2026-03-01T08:10:00.000Z', conditions });
  const answer = { accessid: 'id', signature: 's', host: 'https://pictures.example.com', policy, ...beside };
  return formFields(readSignedPolicy(answer), { ...OBJECT, ...object });
}

test('V4: every field, in this order', () => {
  const { policy, signature } = policyAnswer();
  expect(Object.entries(fieldsFor())).toEqual([
    ['key', 'uploads/a.jpg'],
    ['policy', policy],
    ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
    ['x-oss-credential', 'sample-key-id/20260301/cn-hangzhou/oss/aliyun_v4_request'],
    ['x-oss-date', '20260301T080000Z'],
    ['x-oss-signature', signature],
    ['success_action_status', '201'],
    ['x-oss-forbid-overwrite', 'true'],
    ['x-oss-content-type', 'image/jpeg'],
    ['x-oss-object-acl', 'default'],
    ['Cache-Control', 'max-age=2592000'],
    ['Content-Disposition', 'inline'],
  ]);
});

test('V1: every field, in this order, and none of V4', () => {
  const { policy, signature } = policyAnswer({ limits: { signatureVersion: 'v1' } });
  expect(Object.entries(fieldsFor({ limits: { signatureVersion: 'v1' } }))).toEqual([
    ['key', 'uploads/a.jpg'],
    ['policy', policy],
    ['OSSAccessKeyId', 'sample-key-id'],
    ['Signature', signature],
    ['success_action_status', '201'],
    ['x-oss-forbid-overwrite', 'true'],
    ['x-oss-content-type', 'image/jpeg'],
    ['x-oss-object-acl', 'default'],
    ['Cache-Control', 'max-age=2592000'],
    ['Content-Disposition', 'inline'],
  ]);
});

test.each([
  ['does not speak of it', [], 'true'],
  ['demands that', [['eq', '$x-oss-forbid-overwrite', 'true']], 'true'],
  ['demands the contrary', [{ 'x-oss-forbid-overwrite': 'false' }], 'false'],
  ['rules it out', [['not-in', '$x-oss-forbid-overwrite', ['true']]], undefined],
])('an object that is there already is not overwritten, where the policy %s', (_, conditions, value) => {
  expect(fieldsUnder(conditions)['x-oss-forbid-overwrite']).toBe(value);
});

test.each(['v1', 'v4'] as const)('%s with STS carries the token', (signatureVersion) => {
  const fields = fieldsFor({ oss: { securityToken: 'sample-token' }, limits: { signatureVersion } });
  expect(fields['x-oss-security-token']).toBe('sample-token');
});

test('every value is text: WeChat would send undefined as the word', () => {
  for (const signatureVersion of ['v1', 'v4'] as const) {
    const values = Object.values(fieldsFor({ limits: { signatureVersion } }));
    expect(values.every((value) => typeof value === 'string' && value !== '')).toBe(true);
  }
});

describe('the callback', () => {
  test('goes with its variables', () => {
    const beside = { callback: CALLBACK, callbackVar: { 'x:uid': 42 } };
    expect(fieldsUnder([], beside)).toMatchObject({ callback: CALLBACK, 'x:uid': '42' });
  });

  test.each(['', null, 'undefined', 'e30=', '{"callbackUrl":""}', 'jsonp'])(
    '%p is none, and nothing of it is sent',
    (callback) => {
      const fields = fieldsUnder([['starts-with', '$x:uid', '']], { callback, 'x:uid': '42' });
      expect(Object.keys(fields)).not.toContain('callback');
      expect(Object.keys(fields)).not.toContain('x:uid');
    },
  );

  test('and its variables are as the policy says, whatever the answer says', () => {
    const conditions = [{ callback: 'Y2I=' }, ['eq', '$x:uid', '42'], ['starts-with', '$x:album', 'summer']];
    const beside = { callback: 'b3RoZXI=', 'x:uid': '7', 'x:album': 'summer-2026' };
    expect(fieldsUnder(conditions, beside)).toMatchObject({
      callback: 'Y2I=',
      'x:uid': '42',
      'x:album': 'summer-2026',
    });
  });
});

describe('success_action_status', () => {
  test.each([
    [[], '201'],
    [[['eq', '$success_action_status', '200']], '200'],
    [[{ success_action_status: '201' }], '201'],
    [[['eq', '$success_action_status', '204']], '204'],
    [[['eq', '$success_action_status', 201]], '201'],
    [[['in', '$success_action_status', ['201', '204']]], '201'],
    [[['in', '$success_action_status', ['204', '200']]], '200'],
    [[['starts-with', '$success_action_status', '20']], '201'],
    [[['in', '$success_action_status', ['200', '201']]], '201'],
    [[['not-in', '$success_action_status', ['201', '200']]], '204'],
    [[['not-in', '$success_action_status', ['201']]], '200'],
  ])('under %j it is %s', (conditions, status) => {
    expect(fieldsUnder(conditions)['success_action_status']).toBe(status);
  });

  test.each([
    [[], '200'],
    [[['in', '$success_action_status', ['201', '204']]], '201'],
  ])('with a callback, which OSS answers 200 for, under %j it is %s', (conditions, status) => {
    expect(fieldsUnder(conditions, { callback: CALLBACK })['success_action_status']).toBe(status);
  });
});

describe('what the policy demands beyond the usual is sent', () => {
  test.each([
    [['eq', '$x-oss-object-acl', 'private'], { 'x-oss-object-acl': 'private' }],
    [{ 'x-oss-forbid-overwrite': 'true' }, { 'x-oss-forbid-overwrite': 'true' }],
    [['starts-with', '$x-oss-meta-album', 'summer'], { 'x-oss-meta-album': 'summer' }],
    [['in', '$x-oss-storage-class', ['IA', 'Archive']], { 'x-oss-storage-class': 'IA' }],
    [['eq', '$Cache-Control', 'max-age=60'], { 'Cache-Control': 'max-age=60' }],
    [['eq', '$content-disposition', 'inline'], { 'Content-Disposition': 'inline' }],
    [['eq', '$EXPIRES', '0'], { Expires: '0' }],
    [['eq', '$x:uid', '42'], { 'x:uid': '42' }],
  ])('%j', (condition, field) => {
    expect(fieldsUnder([condition])).toEqual({ ...fieldsUnder([]), policy: expect.anything(), ...field });
  });

  test.each([
    [['starts-with', '$x-oss-meta-album', '']],
    [['eq', '$x-oss-meta-album', '']],
    [['in', '$x-oss-meta-album', ['', 'summer']]],
    [['not-in', '$x-oss-meta-album', ['summer']]],
    [['starts-with', '$success_action_redirect', '']],
    [['starts-with', '$file', '']],
    [['starts-with', '$signature', '']],
    [['starts-with', '$OSSAccessKeyId', '']],
    [{ bucket: 'pictures' }],
  ])('%j demands none', (condition) => {
    expect(Object.keys(fieldsUnder([condition]))).toEqual(Object.keys(fieldsUnder([])));
  });

  test('several conditions on one field are met together, in whatever order they stand', () => {
    const conditions = [
      ['starts-with', '$x-oss-meta-a', 's'],
      ['in', '$x-oss-meta-a', ['summer', 'sun', 'winter']],
      ['not-in', '$x-oss-meta-a', ['summer']],
    ];
    expect(fieldsUnder(conditions)['x-oss-meta-a']).toBe('sun');
    expect(fieldsUnder(conditions.reverse())['x-oss-meta-a']).toBe('sun');
  });

  test.each(['__proto__', 'constructor', 'prototype'])('also of a field called %s', (name) => {
    expect(Object.entries(fieldsUnder([['eq', `$${name}`, 'v']]))).toContainEqual([name, 'v']);
  });
});

describe('what cannot be met is named', () => {
  test.each([
    ['another key', [['in', '$key', ['b.jpg']]], {}, /"field":"key","mode":"in","values":\["b\.jpg"\]/],
    ['a key that is forbidden', [['not-in', '$key', ['uploads/a.jpg']]], {}, /"field":"key","mode":"not-in"/],
    [
      'two prefixes that exclude each other',
      [
        ['starts-with', '$key', 'uploads/'],
        ['starts-with', '$key', 'album/'],
      ],
      {},
      /"value":"uploads\/".*"value":"album\/"/,
    ],
    [
      'two values for one field',
      [{ 'x-oss-object-acl': 'private' }, ['eq', '$x-oss-object-acl', 'default']],
      {},
      /"private".*"default"/,
    ],
    ['another signature', [['eq', '$signature', 'other']], {}, /"field":"signature".*"other"/],
    ['another access key id', [{ OSSAccessKeyId: 'other' }], {}, /"ossaccesskeyid".*"other"/],
    [
      'a redirection',
      [['eq', '$success_action_redirect', 'https://a']],
      {},
      /"success_action_redirect".*"https:\/\/a"/,
    ],
    ['a file field', [['eq', '$file', 'a']], {}, /"field":"file"/],
    [
      'none of the statuses',
      [['not-in', '$success_action_status', ['200', '201', '204']]],
      {},
      /"success_action_status"/,
    ],
    ['no value at all', [['in', '$x-oss-meta-a', []]], {}, /"x-oss-meta-a"/],
    ['an empty value only', [['not-in', '$x-oss-meta-a', ['']]], {}, /"x-oss-meta-a"/],
    ['the name of the file', [{ key: FILE_NAME }], { key: FILE_NAME }, /demands u\/\$\{filename\}\.$/],
  ])('%s', (_, conditions, object, message) => {
    expect(() => fieldsUnder(conditions, {}, object)).toThrow(
      expect.objectContaining({ code: 'policy-unusable', remedy: 'by-hand', message: expect.stringMatching(message) }),
    );
  });

  test('but not the token, which is for no log', () => {
    const conditions = [['starts-with', '$x-oss-security-token', 'hush']];
    expect(() => fieldsUnder(conditions, { security_token: 'other' })).toThrow(
      /demands another x-oss-security-token\.$/,
    );
  });

  test('in a short message, however long the demand', () => {
    expect(() => fieldsUnder([['in', '$key', ['k'.repeat(40_000)]]])).toThrow(/^.{1,500}$/);
  });
});

describe('the content type', () => {
  test.each([
    [['eq', '$content-type', 'image/jpeg']],
    [['eq', '$Content-Type', 'image/jpeg']],
    [['eq', '$x-oss-content-type', 'image/jpeg']],
    [['starts-with', '$content-type', 'image/']],
    [['in', '$content-type', ['image/png', 'image/jpeg']]],
    [['not-in', '$content-type', ['image/gif']]],
  ])('fits %j, and goes by one name', (condition) => {
    const fields = fieldsUnder([condition]);
    expect(fields['x-oss-content-type']).toBe('image/jpeg');
    expect(Object.keys(fields).filter((name) => /content-type/i.test(name))).toHaveLength(1);
  });

  test.each([
    [['eq', '$content-type', 'image/png']],
    [['starts-with', '$Content-Type', 'video/']],
    [['in', '$content-type', ['image/png', 'image/webp']]],
    [['not-in', '$x-oss-content-type', ['image/jpeg']]],
  ])('is not allowed by %j, and is never changed', (condition) => {
    expect(() => fieldsUnder([condition])).toThrow(
      expect.objectContaining({
        code: 'type-not-allowed',
        message: expect.stringMatching(/^Expected a content type that fits \[\{"field":.*\}\], got image\/jpeg\.$/),
      }),
    );
  });
});
