import fc from 'fast-check';
import { excerpt } from '../../../../../miniprogram/services/oss-upload/errors/excerpt';
import { asUploadError, UploadError } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';

test('an UploadError stays the one that it is', () => {
  const error = new UploadError('timeout', 'Expected an answer, got none.');
  expect(asUploadError(error)).toBe(error);
});

test.each([[new TypeError('boom')], ['boom'], [undefined], [null], [{ boom: true }]])(
  '%p thrown is an error named unexpected, with its cause',
  (thrown) => {
    expect(asUploadError(thrown)).toMatchObject({ code: 'unexpected', remedy: 'by-hand', details: { cause: thrown } });
  },
);

test.each([
  ['', 'nothing'],
  [' \n\t ', 'nothing'],
  ['<html>\r\n  <p>busy</p>', '<html> <p>busy</p>'],
  [{}, 'an object with no fields'],
  [{ code: 401, message: 'sign in' }, 'an object with code, message'],
  [[1, 2, 3], 'a list of 3'],
  [Number.NaN, 'NaN (number)'],
  [Symbol('s'), 'Symbol(s) (symbol)'],
])('%p is shown as %p', (value, shown) => {
  expect(excerpt(value)).toBe(shown);
});

test('whatever came, it is shown in one short line', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 2000 }), fc.anything()), (value) => {
      expect(excerpt(value)).toMatch(/^.{1,121}$/u);
    }),
  );
});

test('10 MB are shown by their first words', () => {
  expect(excerpt('busy '.repeat(2_000_000))).toMatch(/^(busy )+…$/);
});
