import fc from 'fast-check';
import { Crc64 } from '../../../dev/oss/crc64';

function crc64Of(...chunks: Uint8Array[]): string {
  const crc64 = new Crc64();
  for (const chunk of chunks) crc64.update(chunk);
  return crc64.digest();
}

/** The check value of CRC-64/XZ, https://reveng.sourceforge.io/crc-catalogue/all.htm */
test('the published check value', () => {
  expect(crc64Of(Buffer.from('123456789'))).toBe('11051210869376104954');
});

test('of no bytes it is 0', () => {
  expect(crc64Of()).toBe('0');
});

test('does not depend on how the bytes arrive', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      expect(crc64Of(a, b)).toBe(crc64Of(Buffer.concat([a, b])));
    }),
  );
});

test('is what the definition says, bit by bit', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => expect(crc64Of(bytes)).toBe(bitByBit(bytes))));
});

function bitByBit(bytes: Uint8Array): string {
  const all = 0xffff_ffff_ffff_ffffn;
  let crc = all;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c_5795_d787_0f42n : crc >> 1n;
  }
  return (crc ^ all).toString();
}
