import fc from 'fast-check';
import { decodeBase64 } from '../../../../../miniprogram/services/oss-upload/policy/base64';
import { withoutHanging } from '../../../../without-hanging';

const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64');

test('any text comes back as it was encoded', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => decodeBase64(encode(text)) === text));
});

test('padding and white space make no difference', () => {
  const base64 = encode('上传 🖼 pictures');
  expect(decodeBase64(base64.replace(/=+$/, ''))).toBe('上传 🖼 pictures');
  expect(decodeBase64(` ${base64.replace(/.{4}/g, '$&\r\n')}`)).toBe('上传 🖼 pictures');
  expect(decodeBase64('')).toBe('');
});

test('bytes are text exactly where they are UTF-8', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toBe(utf8(bytes));
    }),
  );
});

test.each([
  ['a digit alone', 'YWJjZ'],
  ['another alphabet', 'PDw_Pz8-'],
  ['padding in the middle', 'YQ==YQ=='],
  ['what is no ASCII', '图片'],
  ['a percent sign', '%41%42'],
])('%s is no base64', (_, text) => {
  expect(decodeBase64(text)).toBeUndefined();
});

test('a long text that is wrong only at its end is refused', () => {
  expect(withoutHanging(() => decodeBase64(`${'='.repeat(250_000)}A`))).toBeUndefined();
});

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // the oracle's way to say "no UTF-8"
  }
}
