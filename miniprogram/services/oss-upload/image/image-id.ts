/** 32 digits and letters that cannot be mistaken for one another when read aloud (no i, l, o, u). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Chance: a number from 0 up to, but not including, 1. */
export type Random = () => number;

/**
 * A text that does not come twice: the time, and 80 bits of chance. Nothing of the temp path is in it: clients reuse those.
 * @param now milliseconds since 1970
 */
export function createImageId(now: number, random: Random): string {
  let name = now.toString(36);
  for (let i = 0; i < 16; i++) name += ALPHABET.charAt(Math.floor(random() * ALPHABET.length));
  return name;
}
