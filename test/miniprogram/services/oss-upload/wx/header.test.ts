import { headerOf, retryAfter } from '../../../../../miniprogram/services/oss-upload/wx/header';

test('a header is found in whatever case a client gives it', () => {
  for (const name of ['ETag', 'etag', 'Etag']) expect(headerOf({ [name]: '"5B3C"' }, 'etag')).toBe('"5B3C"');
  for (const headers of [undefined, null, 'etag: 1', {}]) expect(headerOf(headers, 'etag')).toBeUndefined();
});

test.each([
  ['3', { retryAfter: 3000 }],
  ['0.5', { retryAfter: 500 }],
  ['86400', { retryAfter: 600_000 }],
  ['0', {}],
  ['-1', {}],
  ['soon', {}],
  ['Wed, 21 Oct 2026 07:28:00 GMT', {}],
])('Retry-After: %s', (value, expected) => {
  expect(retryAfter({ 'retry-after': value })).toEqual(expected);
});

test('no Retry-After is none', () => {
  expect(retryAfter({})).toEqual({});
  expect(retryAfter(undefined)).toEqual({});
});
