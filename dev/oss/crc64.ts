/** The polynomial of ECMA-182, bits reversed, as OSS uses it (CRC-64/XZ), in two halves of 32 bits. */
const POLYNOMIAL_HIGH = 0xc96c5795;
const POLYNOMIAL_LOW = 0xd7870f42;

/** How many bytes are added up at once, with a table for each: "slicing-by-8". */
const SLICE = 8;

// Numbers instead of BigInt: an upload passes every byte through here.
const tableHigh = new Int32Array(SLICE * 256);
const tableLow = new Int32Array(SLICE * 256);
for (let byte = 0; byte < 256; byte += 1) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    const carry = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (carry === 1) {
      high ^= POLYNOMIAL_HIGH;
      low ^= POLYNOMIAL_LOW;
    }
  }
  tableHigh[byte] = high;
  tableLow[byte] = low;
}
// Each further table is the one before, moved on by one byte of zeros. Casts here and below: every index is inside its
// array, and asking would cost a tenth of the speed.
for (let entry = 256; entry < SLICE * 256; entry += 1) {
  const high = tableHigh[entry - 256] as number;
  const low = tableLow[entry - 256] as number;
  const byte = low & 0xff;
  tableLow[entry] = ((low >>> 8) | (high << 24)) ^ (tableLow[byte] as number);
  tableHigh[entry] = (high >>> 8) ^ (tableHigh[byte] as number);
}

/** Adds up the CRC-64 of bytes as they arrive, the value of `x-oss-hash-crc64ecma`. */
export class Crc64 {
  private high = -1;
  private low = -1;

  update(bytes: Uint8Array): void {
    let { high, low } = this;
    const whole = bytes.length - (bytes.length % SLICE);
    let i = 0;
    for (; i < whole; i += SLICE) {
      low ^= word(bytes, i);
      high ^= word(bytes, i + 4);
      const a = 0x700 | (low & 0xff);
      const b = 0x600 | ((low >>> 8) & 0xff);
      const c = 0x500 | ((low >>> 16) & 0xff);
      const d = 0x400 | (low >>> 24);
      const e = 0x300 | (high & 0xff);
      const f = 0x200 | ((high >>> 8) & 0xff);
      const g = 0x100 | ((high >>> 16) & 0xff);
      const h = high >>> 24;
      low = xorOf(tableLow, a, b, c, d) ^ xorOf(tableLow, e, f, g, h);
      high = xorOf(tableHigh, a, b, c, d) ^ xorOf(tableHigh, e, f, g, h);
    }
    for (; i < bytes.length; i += 1) {
      const entry = (low ^ (bytes[i] as number)) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (tableLow[entry] as number);
      high = (high >>> 8) ^ (tableHigh[entry] as number);
    }
    this.high = high;
    this.low = low;
  }

  /** Unsigned decimal, as OSS writes it. */
  digest(): string {
    return ((BigInt(~this.high >>> 0) << 32n) | BigInt(~this.low >>> 0)).toString();
  }
}

/** Four bytes as a number, the first one lowest. */
function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

function xorOf(table: Int32Array, a: number, b: number, c: number, d: number): number {
  return (table[a] as number) ^ (table[b] as number) ^ (table[c] as number) ^ (table[d] as number);
}
