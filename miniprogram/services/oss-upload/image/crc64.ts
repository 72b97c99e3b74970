/** A CRC-64 that is added up as bytes arrive. */
export interface Crc64 {
  /** @param bytes at the beginning of their buffer, or at an offset in it that is a multiple of four */
  add(bytes: Uint8Array): void;
  /** Unsigned, in decimal, as OSS writes it. */
  digest(): string;
}

/** ECMA-182, bits reversed (CRC-64/XZ), in two halves of 32 bits: BigInt is missing on iOS 13. */
const POLYNOMIAL_HIGH = 0xc96c5795;
const POLYNOMIAL_LOW = 0xd7870f42;

/** What a byte does to the sum: 256 entries for each number of bytes that follow it, 3 to 0. */
interface Tables {
  readonly high: Int32Array;
  readonly low: Int32Array;
}

/** Made at the first use: most uploads need none. */
let tables: Tables | undefined;

/**
 * Starts the CRC-64 that OSS computes of an object, `x-oss-hash-crc64ecma`. It takes four bytes in a step, which halves the
 * time where JavaScript runs without a JIT, as on iPhones ("slicing-by-4": https://create.stephan-brumme.com/crc32/).
 */
export function createCrc64(): Crc64 {
  tables ??= createTables();
  const { high: ofHigh, low: ofLow } = tables;
  let high = -1;
  let low = -1;
  // The casts below: every index is inside its array, and asking would cost much of the speed.
  return {
    add(bytes) {
      // All phones are little-endian, as the sum is.
      const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
      for (let i = 0; i < words.length; i++) {
        const word = low ^ (words[i] as number);
        const a = word & 255;
        const b = ((word >>> 8) & 255) + 256;
        const c = ((word >>> 16) & 255) + 512;
        const d = (word >>> 24) + 768;
        low = high ^ (ofLow[a] as number) ^ (ofLow[b] as number) ^ (ofLow[c] as number) ^ (ofLow[d] as number);
        high = (ofHigh[a] as number) ^ (ofHigh[b] as number) ^ (ofHigh[c] as number) ^ (ofHigh[d] as number);
      }
      for (let i = words.length * 4; i < bytes.length; i++) {
        const entry = 768 + ((low ^ (bytes[i] as number)) & 255);
        low = ((low >>> 8) | (high << 24)) ^ (ofLow[entry] as number);
        high = (high >>> 8) ^ (ofHigh[entry] as number);
      }
    },
    digest: () => decimal(~high, ~low),
  };
}

function createTables(): Tables {
  const ofHigh = new Int32Array(1024);
  const ofLow = new Int32Array(1024);
  for (let byte = 0; byte < 256; byte++) {
    let [high, low] = [0, byte];
    // 8 bits of the byte itself, and 8 of each that follows.
    for (let bit = 1; bit <= 32; bit++) {
      const carry = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (carry === 1) {
        high ^= POLYNOMIAL_HIGH;
        low ^= POLYNOMIAL_LOW;
      }
      if (bit % 8 !== 0) continue;
      const entry = 1024 - bit * 32 + byte;
      ofHigh[entry] = high;
      ofLow[entry] = low;
    }
  }
  return { high: ofHigh, low: ofLow };
}

/** 64 bits in decimal: the digits come four at a time, from the right, by dividing 16 bits at a time. */
function decimal(high: number, low: number): string {
  let limbs = [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff];
  let digits = '';
  for (let group = 0; group < 5; group++) {
    let rest = 0;
    limbs = limbs.map((limb) => {
      const number = rest * 0x10000 + limb;
      rest = number % 10_000;
      return (number - rest) / 10_000;
    });
    digits = String(rest).padStart(4, '0') + digits;
  }
  return digits.replace(/^0+(?=\d)/, '');
}
