/** Crockford's base 32 in lower case: no i, l, o, u, which are easily confused. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A random number from 0 up to, but not including, 1. */
export type Random = () => number;

/**
 * Creates a unique id: the time and 80 random bits. Nothing of the temp path goes into it, since clients reuse those.
 * @param now milliseconds since 1970
 */
export function createImageId(now: number, random: Random): string {
  let name = now.toString(36);
  for (let i = 0; i < 16; i++) name += ALPHABET.charAt(Math.floor(random() * ALPHABET.length));
  return name;
}
