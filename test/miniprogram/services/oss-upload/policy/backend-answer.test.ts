import { UploadError } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import { readBackendAnswer } from '../../../../../miniprogram/services/oss-upload/policy/backend-answer';
import { openJson } from '../../../../../miniprogram/services/oss-upload/wx/open-json';
import { withoutHanging } from '../../../../without-hanging';

const PIECES = { policy: 'cA==', signature: 's', host: 'https://pictures.example.com', dir: 'uploads/' };
const piecesOf = (answer: unknown) => {
  const { own, outside } = readBackendAnswer(answer);
  return { ...outside, ...own };
};

describe('every piece is found under every name in use', () => {
  test.each([
    ['policy', 'policy'],
    ['signature', 'signature', 'Signature', 'x-oss-signature'],
    ['version', 'x_oss_signature_version', 'signatureVersion', 'version', '`version`'],
    ['credential', 'x_oss_credential', 'xOssCredential', 'credential'],
    ['date', 'x_oss_date', 'x-oss-date', 'xOssDate'],
    ['accessKeyId', 'accessid', 'accessId', 'OSSAccessKeyId', 'access_key_id', 'accessKeyId', 'AccessKeyId'],
    ['securityToken', 'security_token', 'securityToken', 'SecurityToken', 'x-oss-security-token'],
    ['host', 'host', 'Host', 'url'],
    ['dir', 'dir'],
    ['expire', 'expire', 'expiration', 'Expiration'],
    ['callback', 'callback'],
  ])('%s', (piece, ...names) => {
    for (const name of names) expect(piecesOf({ [name]: 'text' })).toEqual({ [piece]: 'text' });
  });
});

describe('the record is found wherever it is wrapped', () => {
  test.each([
    ['not at all', PIECES],
    ['with a code', { code: 0, data: PIECES }],
    ['with a status and a message', { status: 200, message: 'ok', data: PIECES }],
    ['with success as a flag', { success: true, result: PIECES }],
    ['twice', { code: '000000', data: { result: PIECES } }],
    ['in a list', [PIECES]],
    ['as text', JSON.stringify(PIECES)],
    ['as text within a record', { code: 0, data: JSON.stringify(PIECES) }],
    ['after a byte order mark and white space', `\uFEFF\r\n ${JSON.stringify(PIECES)}\n`],
  ])('%s', (_, answer) => {
    expect(piecesOf(answer)).toEqual(PIECES);
  });

  test('a ready form, with the host beside it', () => {
    expect(piecesOf({ formData: { OSSAccessKeyId: 'id', policy: 'p' }, url: 'https://b.example.com' })).toEqual({
      accessKeyId: 'id',
      policy: 'p',
      host: 'https://b.example.com',
    });
  });

  test('and the host is a guess there, which the pieces beside the policy are not', () => {
    const answer = { formData: { OSSAccessKeyId: 'id', policy: 'p' }, url: 'https://b.example.com' };
    expect(readBackendAnswer(answer)).toMatchObject({
      own: { accessKeyId: 'id', policy: 'p' },
      outside: { host: 'https://b.example.com' },
    });
    expect(readBackendAnswer(answer).own).not.toHaveProperty('host');
  });

  test('what stands beside the policy takes precedence over its wrappers', () => {
    const wrapper = { host: 'api-3', url: '/policy', version: '1.0', signature: 'of the answer', expiration: 'never' };
    expect(piecesOf({ ...wrapper, data: { ...PIECES, version: 'OSS4', expiration: 'soon' } })).toEqual({
      ...PIECES,
      version: 'OSS4',
      expire: 'soon',
    });
  });
});

test('and over records within it', () => {
  const more = { host: 'cdn.example.com', dir: 'old/', owner: { policy: 'none', signature: 'of the owner' } };
  expect(piecesOf({ ...PIECES, more })).toEqual(PIECES);
});

describe('values', () => {
  test('numbers become text', () => {
    expect(piecesOf({ expire: 1772352600, dir: 42 })).toEqual({ expire: '1772352600', dir: '42' });
  });

  test.each([[undefined], [null], [''], ['  '], ['``'], ['null'], ['undefined'], [true], [{}], [[]]])(
    '%p is absent',
    (nothing) => {
      expect(piecesOf({ callback: nothing })).toEqual({});
    },
  );

  test('the name of OSS goes before one of general use', () => {
    const answer = { version: '1.0', x_oss_signature_version: 'OSS4', credential: 'c', x_oss_credential: 'id/…' };
    expect(piecesOf(answer)).toEqual({ version: 'OSS4', credential: 'id/…' });
  });

  test('absent under one name, there under another', () => {
    expect(piecesOf({ host: '', data: { policy: 'p', host: null, url: 'https://b.example.com' } })).toEqual({
      policy: 'p',
      host: 'https://b.example.com',
    });
  });

  test('white space around and stray backticks are no part of them', () => {
    expect(piecesOf({ version: '`OSS4-HMAC-SHA256`', host: ' https://b.example.com`\n', dir: 'a b/' })).toEqual({
      version: 'OSS4-HMAC-SHA256',
      host: 'https://b.example.com',
      dir: 'a b/',
    });
  });
});

describe("the callback's own variables", () => {
  test('are found beside the policy, and wherever a backend groups them, in lower case', () => {
    const answer = { ...PIECES, 'x:uid': 42, callbackVar: { 'x:Album': ' of `July` ' }, vars: '{"x:tag":"t"}' };
    expect(readBackendAnswer(answer).variables).toEqual({ 'x:uid': '42', 'x:album': ' of `July` ', 'x:tag': 't' });
  });

  test('beside the policy take precedence', () => {
    const answer = { 'x:uid': 'outer', data: { ...PIECES, 'x:uid': 'own', more: { 'x:uid': 'inner' } } };
    expect(readBackendAnswer(answer).variables).toEqual({ 'x:uid': 'own' });
  });

  test('are none where they say nothing or are not called so', () => {
    const answer = {
      'x:': 'a',
      'x:a': null,
      'x:b': '',
      'x:c': 'undefined',
      'x:d': {},
      x: 'a',
      'y:a': 'a',
      'max:a': 'a',
    };
    expect(readBackendAnswer(answer).variables).toEqual({});
  });
});

describe('an answer that gives a secret away is refused', () => {
  test.each([
    { ...PIECES, accessKeySecret: 'hush' },
    { ...PIECES, access_key_secret: 'hush' },
    { ...PIECES, 'OSS-SECRET-ACCESS-KEY': 'hush' },
    { ...PIECES, debug: { config: JSON.stringify({ AccessKeySecret: 'hush' }) } },
    { Credentials: { AccessKeyId: 'id', AccessKeySecret: 'hush', SecurityToken: 't', Expiration: 'soon' } },
  ])('%j', (answer) => {
    expect(() => readBackendAnswer(answer)).toThrow(UploadError);
    expect(() => readBackendAnswer(answer)).toThrow(/^Expected no secret .*: .*replace the key\.$/);
    expect(() => readBackendAnswer(answer)).not.toThrow(/hush/);
  });

  test.each([{ accessKeySecret: '' }, { secret: null }, { hasSecret: false }])('%j gives none away', (more) => {
    expect(piecesOf({ ...PIECES, ...more })).toEqual(PIECES);
  });

  test('by a short message, however long the name', () => {
    expect(() => readBackendAnswer({ ['secret'.repeat(100_000)]: 'hush' })).toThrow(/^.{1,400}$/);
  });
});

describe('names that objects inherit', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'x:__proto__'])('%s', (name) => {
    const answer: unknown = JSON.parse(`{"${name}": "text", "policy": "p", "data": {"${name}": {"accessid": "id"}}}`);
    const { own, outside, variables } = readBackendAnswer(answer);
    expect(own).toEqual({ policy: 'p' });
    expect(outside).toEqual({ accessKeyId: 'id' });
    expect(Object.getPrototypeOf(own)).toBe(Object.prototype);
    expect(Object.entries(variables)).toEqual(name.startsWith('x:') ? [[name, 'text']] : []);
  });
});

describe('an unreasonable answer is read without hanging', () => {
  const deep = (open: string, close: string) => `${open.repeat(500_000)}${close.repeat(500_000)}`;
  test.each([
    ['megabytes of backticks in a value', { host: `${'`'.repeat(3_000_000)}x` }],
    ['megabytes of white space in a value', { host: `x${' '.repeat(10_000_000)}x` }],
    ['lists in lists', deep('[', ']')],
    ['brackets that nothing closes', '['.repeat(1_000_000)],
    ['a list of many texts that look like JSON', Array.from({ length: 200_000 }, () => '{"a":"{}"}')],
    ['many fields', Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`f${index}`, '{}']))],
    ['a tree of many leaves', tree(20, 4)],
  ])('%s', (_, answer) => {
    expect(withoutHanging(() => readBackendAnswer(answer))).toHaveProperty('own');
  });

  function tree(width: number, depth: number): unknown {
    return depth === 0 ? '{}' : Array.from({ length: width }, () => tree(width, depth - 1));
  }
});

test.each([
  ['{"a":1}', { a: 1 }],
  [' [1]', [1]],
  ['\uFEFF{}', {}],
  ['{cut', '{cut'],
  ['"text"', '"text"'],
  ['42', '42'],
  [42, 42],
  [undefined, undefined],
])('%p is opened to %p', (text, value) => {
  expect(openJson(text)).toEqual(value);
});
