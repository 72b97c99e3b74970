import fc from 'fast-check';
import { Crc64 as OssCrc64 } from '../../../../../dev/oss/crc64';
import { createCrc64 } from '../../../../../miniprogram/services/oss-upload/image/crc64';

function crc64Of(...chunks: Uint8Array[]): string {
  const crc64 = createCrc64();
  for (const chunk of chunks) crc64.add(chunk);
  return crc64.digest();
}

/** The check value of CRC-64/XZ, https://reveng.sourceforge.io/crc-catalogue/all.htm */
test('the published check value', () => {
  expect(crc64Of(Uint8Array.from(Buffer.from('123456789')))).toBe('11051210869376104954');
});

test('of nothing it is 0', () => {
  expect(crc64Of()).toBe('0');
});

test('is what the local OSS computes, in however many pieces the bytes arrive', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 }), (chunks) => {
      const oss = new OssCrc64();
      for (const chunk of chunks) oss.update(chunk);
      expect(crc64Of(...chunks)).toBe(oss.digest());
    }),
    { numRuns: 1000 },
  );
});
