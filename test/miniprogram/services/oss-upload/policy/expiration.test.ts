import fc from 'fast-check';
import { readExpire } from '../../../../../miniprogram/services/oss-upload/policy/expiration';

const NOW = Date.parse('2026-03-01T08:00:00Z');
const IN_TEN_MINUTES = NOW + 600_000;

test.each([
  ['seconds', '1772352600'],
  ['seconds with a fraction', '1772352600.0'],
  ['milliseconds', '1772352600000'],
  ['seconds from now', '600'],
  ['ISO text', '2026-03-01T08:10:00Z'],
  ['ISO text with milliseconds', '2026-03-01T08:10:00.000Z'],
  ['ISO text of another zone', '2026-03-01T16:10:00+08:00'],
  ['the text of a header', 'Sun, 01 Mar 2026 08:10:00 GMT'],
])('%s', (_, text) => {
  expect(readExpire(text, NOW)).toBe(IN_TEN_MINUTES);
});

test('seconds from now are from the time of the server, whatever it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 604_800 }), (now, seconds) => {
      expect(readExpire(String(seconds), now)).toBe(now + seconds * 1000);
    }),
  );
});

test.each(['soon', 'NaN', 'Infinity', '-Infinity', '1e999', '2026-13-99'])('%s is no time', (text) => {
  expect(readExpire(text, NOW)).toBeUndefined();
});

test('whatever the text, it is a time or none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double().map(String)), (text) => {
      const time = readExpire(text, NOW);
      expect(time === undefined || Number.isFinite(time)).toBe(true);
    }),
  );
});
