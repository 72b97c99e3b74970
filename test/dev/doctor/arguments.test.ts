import { readArguments } from '../../../dev/doctor/arguments';

const URL = 'https://upload.example.com/policy';

test('all options, and what becomes of them', () => {
  const args = ['--header', 'X-Token: a: b', '--header', 'Accept:text/plain', '--body', '{}', '--json', URL];
  const settings = ['--host', 'http://p.oss-cn-hangzhou.aliyuncs.com/', '--access-key-id', 'ak', '--dir', 'up/'];
  expect(readArguments([...args, ...settings])).toEqual({
    request: {
      url: URL,
      parts: { method: 'POST', header: { 'X-Token': 'a: b', Accept: 'text/plain' }, data: '{}' },
      defaults: { host: 'https://p.oss-cn-hangzhou.aliyuncs.com', accessKeyId: 'ak', dir: 'up/' },
    },
    json: true,
  });
});

test('an address alone asks as an unchanged config.ts does', () => {
  expect(readArguments([URL])).toEqual({ request: { url: URL, parts: {}, defaults: {} }, json: false });
});

test('--host may be on http where the policy is, too', () => {
  const args = ['http://130.1.2.3:3000/policy', '--host', 'http://130.1.2.3:9000'];
  expect(readArguments(args)).toMatchObject({ request: { defaults: { host: 'http://130.1.2.3:9000' } } });
  expect(() => readArguments([URL, '--host', 'http://130.1.2.3:9000'])).toThrow(/Expected the host to be https/);
});

test('--checklist needs no address', () => {
  expect(readArguments(['--checklist'])).toBe('checklist');
});

test('--help wins over everything', () => {
  expect(readArguments(['--help', 'a', 'b'])).toBe('help');
});

test.each([
  ['no address', [], /Expected the policy's address/],
  ['an address that is none', ['upload.example.com?token=sesame'], /got "upload\.example\.com\?…"/],
  ['an address with a password', ['https://me:sesame@upload.example.com'], /Expected the policy's address/],
  ['a header without quotes', [URL, '--header', 'Authorization:', 'sesame'], /2 words.*quotes/],
  ['a header that is none', [URL, '--header', 'sesame'], /"Name: value"/],
  ['a header of two lines', [URL, '--header', 'a: b\nc: sesame'], /"Name: value"/],
  ['another method', [URL, '--method', 'PUT'], /GET or POST, got "PUT"/],
  ['a body with GET', [URL, '--method', 'GET', '--body', 'sesame'], /--body only with --method POST/],
  ['a host on http', [URL, '--host', 'http://b.example.com'], /host to be https/],
  ['an unknown option', [URL, '--hots', 'b'], /--hots/],
])('%s: one sentence, without what may be secret', (_, args, sentence) => {
  let message = '';
  try {
    readArguments(args);
  } catch (error) {
    ({ message } = error as Error);
  }
  expect(message).toMatch(sentence);
  expect(message).not.toMatch(/sesame|\n/);
});
