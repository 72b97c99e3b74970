import fc from 'fast-check';
import { formatSize } from '../../../miniprogram/words/format-size';

const KB = 1024;
const MB = 1024 * KB;
const GB = 1024 * MB;

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [1023, '1023 B'],
  [KB, '1 KB'],
  [1.5 * KB, '1.5 KB'],
  [10.4 * KB, '10 KB'],
  [1023 * KB, '1023 KB'],
  [MB, '1 MB'],
  [1.25 * MB, '1.3 MB'],
  [20 * MB, '20 MB'],
  [5 * GB, '5 GB'],
  [5000 * GB, '5000 GB'],
])('formats %d bytes as %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});

test('is short and accurate to 5 %', () => {
  const units: Record<string, number> = { B: 1, KB, MB, GB };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 * GB }), (bytes) => {
      const shown = formatSize(bytes);
      expect(shown).toMatch(/^\d{1,4}(\.\d)? (B|KB|MB|GB)$/);
      const [number, unit] = shown.split(' ');
      expect(Math.abs((Number(number) * (units[unit ?? ''] ?? 0)) / bytes - 1)).toBeLessThanOrEqual(0.05);
    }),
  );
});

test('uses the next unit instead of 1024 of one', () => {
  for (const bytes of [KB - 1, MB - 1, GB - 1]) expect(formatSize(bytes)).not.toMatch(/^1024 /);
});
