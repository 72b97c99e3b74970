import fc from 'fast-check';
import { isSecretName, redact, redactText } from '../../../../../miniprogram/services/oss-upload/errors/redact';
import { policyAnswer } from '../../../../sample-policy';
import { withoutHanging } from '../../../../without-hanging';

test('an answer is shown without its secrets', () => {
  const answer = {
    code: 0,
    message: 'ok',
    data: { accessid: 'hush', policy: 'hush', signature: 'hush', host: 'https://b.example.com', dir: 'u/', expire: 9 },
  };
  expect(redact(answer)).toBe(
    '{"code":0,"message":"ok","data":{"accessid":"***","policy":"***","signature":"***","host":"https://b.example.com","dir":"u/","expire":9}}',
  );
});

test.each([
  'policy',
  'Signature',
  'x-oss-signature',
  'x_oss_credential',
  'OSSAccessKeyId',
  'accessid',
  'x-oss-security-token',
  'securityToken',
  'AccessKeySecret',
  'session_key',
  'callback',
  'Authorization',
  'Set-Cookie',
  'password',
  'session',
  'openid',
  'access_token',
])('%s is redacted in any shape', (name) => {
  expect(redact({ [name]: 'hush' })).toBe(`{"${name}":"***"}`);
  expect(redact({ [name]: 4711 })).toBe(`{"${name}":"***"}`);
  expect(redact({ [name]: ['hush'] })).toBe(`{"${name}":"***"}`);
  expect(redact({ [name]: '{"a":"hush"}' })).toBe(`{"${name}":"***"}`);
});

test.each([null, '', {}])('but that it is %j is no secret, and useful to see', (nothing) => {
  expect(redact({ policy: nothing })).toBe(`{"policy":${JSON.stringify(nothing)}}`);
});

test.each(['x_oss_signature_version', 'tokenType', 'callbackUrl'])('%s says nothing secret', (name) => {
  expect(redact({ [name]: 'https://b.example.com' })).toBe(`{"${name}":"https://b.example.com"}`);
  expect(isSecretName(name)).toBe(false);
});

test.each([
  'AccessDenied: SignatureDoesNotMatch',
  'Cannot GET /get_post_signature_for_oss_upload',
  'Expected https://pictures.oss-cn-hangzhou.aliyuncs.com/uploads/summer, got 403',
  '没有权限，请先登录',
])('what is made of words stays readable: %s', (text) => {
  expect(redact(text)).toBe(text);
  expect(redact({ message: text })).toBe(`{"message":"${text}"}`);
});

test('what the caller names as secret is redacted wherever it is quoted', () => {
  expect(redact({ message: 'not allowed: sesame' }, ['sesame'])).toBe('{"message":"not allowed: ***"}');
  expect(redact('not allowed: sesame', ['sesame'])).toBe('not allowed: ***');
  expect(redact({ data: '{"message":"sesame"}' }, ['sesame'])).toBe('{"data":{"message":"***"}}');
});

describe('in a text', () => {
  test('a literal is redacted whole and, from 16 characters on, in part', () => {
    const secret = 'open-sesame-and-close-again';
    const text = `got ${secret}, ${secret.slice(3, 19)}… and ${secret.slice(3, 18)}, not sesame`;
    expect(redactText(text, [secret])).toBe(`got ***, ***… and ${secret.slice(3, 18)}, not sesame`);
  });

  test('a literal of less than six characters is a word like any other', () => {
    expect(redactText('six-66 five5', ['six-66', 'five5'])).toBe('*** five5');
  });

  test('of an overlap the longest is taken', () => {
    expect(redactText('Bearer sesame.', ['sesame', 'Bearer sesame'])).toBe('***.');
  });

  test('an address loses its query and nothing else', () => {
    expect(redactText('Expected https://a.example.com/p?token=t&b=1 to answer, got "http://b/?c" (2?).')).toBe(
      'Expected https://a.example.com/p to answer, got "http://b/" (2?).',
    );
  });
});

test('JSON within JSON is opened and shown by the same rule', () => {
  const answer = JSON.stringify({ code: 0, data: JSON.stringify({ dir: 'u/', signature: 'hush' }) });
  expect(redact(answer)).toBe('{"code":0,"data":{"dir":"u/","signature":"***"}}');
});

test.each([
  'policy=eyJleHBpcmF0aW9uIjoiMjAyNiJ9&signature=9fs2TRS2W2k5hV8mLsvqZBnlC2M=',
  '{"signature":"9fs2TRS2W2k5hV8mLsvqZBnlC2M=","policy":"eyJleHBpcmF0aW9uIjoiMjAyNiJ9', // cut
  { text: 'the signature is 9fs2TRS2W2k5hV8mLsvqZBnlC2M= for eyJleHBpcmF0aW9uIjoiMjAyNiJ9' },
  ['9fs2TRS2W2k5hV8mLsvqZBnlC2M=', 'eyJleHBpcmF0aW9uIjoiMjAyNiJ9'],
])('what looks like a signature is redacted, whatever its name: %j', (answer) => {
  expect(redact(answer)).toContain('***');
  expect(redact(answer)).not.toMatch(/9fs2TRS2|eyJleHBp/);
});

test.each(['v1', 'v4'] as const)('nothing of what a whole %s answer signs with is shown', (signatureVersion) => {
  const answer = policyAnswer({ oss: { securityToken: 'sample-token' }, limits: { signatureVersion } });
  const forms = [answer, JSON.stringify(answer), { code: 0, data: answer }, { data: JSON.stringify(answer) }, [answer]];
  for (const form of forms) {
    expect(redact(form)).not.toContain(answer.signature);
    expect(redact(form)).not.toContain(answer.policy.slice(0, 30));
    expect(redact(form)).not.toMatch(/sample-token|sample-key-id/);
    expect(redact(form)).toContain('pictures.oss-cn-hangzhou.aliyuncs.com');
  }
});

test.each([
  [undefined, 'nothing'],
  [null, 'null (object)'],
  ['', 'nothing'],
  [42, '42 (number)'],
  [[], 'a list of 0'],
  [{}, 'an object with no fields'],
  [new ArrayBuffer(3), '3 raw bytes'],
  ['<h1>502  Bad\nGateway</h1>', '<h1>502 Bad Gateway</h1>'],
])('%p has no fields, and is shown as %s', (answer, shown) => {
  expect(redact(answer)).toBe(shown);
});

test('an answer that is nested too deep to be written out is shown by its kind', () => {
  expect(redact(`{"data":${'['.repeat(500_000)}${']'.repeat(500_000)}}`)).toBe('an object with data');
});

test('whatever came, it is shown in one short line', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.jsonValue(), fc.json()), (answer) => {
      expect(redact(answer)).toMatch(/^[^\n]{1,401}$/u);
    }),
  );
});

test.each([
  ['text', 'busy '.repeat(2_000_000)],
  ['one word', 'n'.repeat(10_000_000)],
  ['a name', { ['n'.repeat(10_000_000)]: 1 }],
  ['a list', Array.from({ length: 500_000 }, () => 1)],
  ['names', Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`f${index}`, 'v']))],
])('a lot of %s takes no longer', (_, answer) => {
  expect(withoutHanging(() => redact(answer)).length).toBeLessThan(402);
});
