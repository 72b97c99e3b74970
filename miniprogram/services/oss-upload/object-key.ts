/** 32 digits and letters that cannot be mistaken for one another when read aloud (no i, l, o, u). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Chance: a number from 0 up to, but not including, 1. */
export type Random = () => number;

/**
 * A text that does not come twice: the time, and 80 bits of chance. Nothing of the temp path is in it: clients reuse those.
 * @param now milliseconds since 1970
 */
export function uniqueName(now: number, random: Random): string {
  let name = now.toString(36);
  for (let i = 0; i < 16; i++) name += ALPHABET.charAt(Math.floor(random() * ALPHABET.length));
  return name;
}

/** `<dir><name>.<extension>`; a dir without its slash at the end gets one, since the policy means a folder by it. */
export function objectKey(dir: string, name: string, extension: string): string {
  const folder = dir === '' || dir.endsWith('/') ? dir : `${dir}/`;
  return `${folder}${name}.${extension}`;
}

/** The address of a stored object: host and key, each part of the key encoded. */
export function objectUrl(host: string, key: string): string {
  return `${host}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
