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

/**
 * Whether a text has the form of {@link createImageId}'s. It begins with a time from 2009 on, which no hexadecimal id does
 * (MongoDB's are as long): those are the names of other things, and not different for each image.
 */
export function isImageId(text: string): boolean {
  return /^[g-z][0-9a-z]{7}[0-9a-hjkmnp-tv-z]{16}$/.test(text);
}
