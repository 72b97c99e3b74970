import fc from 'fast-check';
import { excerpt } from '../../../../../miniprogram/services/oss-upload/errors/excerpt';
import { asUploadError, UploadError } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';

test('an UploadError is returned as it is', () => {
  const error = new UploadError('timeout', 'Expected an answer, got none.');
  expect(asUploadError(error)).toBe(error);
});

test.each([[new TypeError('boom')], ['boom'], [undefined], [null], [{ boom: true }]])(
  '%p thrown becomes an unexpected error, with its cause',
  (thrown) => {
    const error = asUploadError(thrown);
    expect(error).toMatchObject({ code: 'unexpected', remedy: 'retry', details: {} });
    expect(error.cause).toBe(thrown);
  },
);

describe('the cause', () => {
  test.each([new TypeError('boom'), { errMsg: 'request:fail' }, undefined])(
    'of %p is what the language makes of it',
    (cause) => {
      const ofLanguage = Object.getOwnPropertyDescriptor(new Error('m', { cause }), 'cause');
      const error = new UploadError('network', 'm', {}, { cause });
      expect(Object.getOwnPropertyDescriptor(error, 'cause')).toEqual(ofLanguage);
      expect(ofLanguage).toMatchObject({ value: cause, enumerable: false });
    },
  );

  test('is absent where nothing was caught', () => {
    expect('cause' in new UploadError('network', 'm')).toBe(false);
    expect('cause' in new UploadError('network', 'm', {}, {})).toBe(false);
  });
});

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
