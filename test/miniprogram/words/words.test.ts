import { UploadError, type UploadErrorCode } from '../../../miniprogram/services/oss-upload/index';
import { en } from '../../../miniprogram/words/en';
import { errorSentence, fill, type Words, wordsFor } from '../../../miniprogram/words/index';
import type { OwnersCode } from '../../../miniprogram/words/words';
import { zh } from '../../../miniprogram/words/zh';

/** All texts with their paths, such as `errors.network`. */
function texts(words: object, way = ''): [string, string][] {
  return Object.entries(words).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[way + name, value]] : texts(value, `${way}${name}.`),
  );
}

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
const languages: [string, Words][] = [
  ['English', en],
  ['Chinese', zh],
];

test('both languages have the same texts with the same placeholders', () => {
  // A singular may do without its number.
  const shape = (words: Words) =>
    texts(words).map(([way, text]) => [way, placeholders(way.endsWith('.one') ? text.replace('{count}', '') : text)]);
  expect(shape(zh)).toEqual(shape(en));
});

test.each(languages)('%s has no empty, unfinished or unfilled text', (_, words) => {
  const values = {
    ...{ number: 3, stored: 1, all: 2, count: 2, max: 30, limit: '20 MB', code: 'certificate' },
    ...{ sent: '1 MB', total: '2 MB', size: '1 MB', time: '5 s', reason: 'Too large.', name: 'Picture 3' },
  };
  for (const [way, text] of texts(words)) {
    if (way === 'comma') continue; // ends in a space in English
    expect([way, text]).toEqual([way, expect.stringMatching(/^\S(.*\S)?$/)]);
    expect([way, fill(text, values)]).toEqual([way, expect.not.stringMatching(/[{}]|undefined|TODO/)]);
  }
});

test.each(languages)('in %s every error has its own sentence, without the raw message', (language, words) => {
  const end = language === 'English' ? /[A-Z].*\.$/ : /[\u4e00-\u9fff]。$/;
  // Cast because `Object.keys` returns `string[]`.
  const codes = Object.keys(words.errors) as UploadErrorCode[];
  const sentences = codes.map((code) => errorSentence(words, new UploadError(code, 'got 0xDEADBEEF')));
  for (const sentence of sentences) expect(sentence).toMatch(end);
  for (const sentence of sentences) expect(sentence).not.toMatch(/0xDEADBEEF|UploadError|errno|XML/);
  expect(new Set(sentences).size).toBe(codes.length);
});

/** A record, so that the compiler reports a missing code. */
const OWNERS_CODES: Record<OwnersCode, true> = {
  'privacy-undeclared': true,
  'domain-not-listed': true,
  'address-invalid': true,
  'policy-unusable': true,
  'signature-v1-refused': true,
  'bucket-missing': true,
  'not-a-bucket': true,
  'public-endpoint-forbidden': true,
  'oss-refused': true,
};

// Cast because `Object.keys` returns `string[]`.
test.each(Object.keys(OWNERS_CODES) as OwnersCode[])('asks to contact the owner about %s', (code) => {
  const error = new UploadError(code, 'got 0xDEADBEEF');
  expect(errorSentence(en, error)).toBe(`This mini-program is misconfigured (${code}). Please tell its owner.`);
  expect(errorSentence(zh, error)).toBe(`小程序配置有误（${code}），请联系小程序管理员。`);
});

test('names the size limit if it is known', () => {
  const tooLarge = (limit?: number) => new UploadError('file-too-large', '', limit === undefined ? {} : { limit });
  expect(errorSentence(en, tooLarge(20 * 1024 * 1024))).toBe('The picture is too large: 20 MB at most.');
  expect(errorSentence(zh, tooLarge(20 * 1024 * 1024))).toBe('图片太大，最大 20 MB。');
  expect(errorSentence(en, tooLarge())).toBe('The picture is too large to upload.');
  const tooSmall = new UploadError('file-too-small', '', { limit: 1536 });
  expect(errorSentence(en, tooSmall)).toBe('The picture is too small: 1.5 KB at least.');
  expect(errorSentence(zh, tooSmall)).toBe('图片太小，至少 1.5 KB。');
});

test.each([
  ['zh_CN', zh],
  ['zh_TW', zh],
  ['zh-Hans', zh],
  ['ZH', zh],
  ['en', en],
  ['en_US', en],
  ['ja', en],
  ['', en],
])('uses the words for language %p', (language, words) => {
  expect(wordsFor(language)).toBe(words);
});

test('fills placeholders that have a value, and leaves the others unchanged', () => {
  expect(fill('{stored} of {all}', { stored: 0, all: 12 })).toBe('0 of 12');
  expect(fill('{a} and {a}', { a: '{b}', b: 'no' })).toBe('{b} and {b}');
  expect(fill('{missing} {a}', { a: '$&' })).toBe('{missing} $&');
});
