import type { KeyRule } from './signed-policy';

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

/** The key that a policy fixes, or `<prefix><name>.<extension>`; a prefix without its slash at the end gets one. */
export function objectKey(rule: KeyRule, name: string, extension: string): string {
  if (rule.mode === 'exact') return rule.key;
  const { prefix } = rule;
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return `${folder}${name}.${extension}`;
}

/** The address of a stored object: host and key, each part of the key encoded. */
export function objectUrl(host: string, key: string): string {
  return `${host}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
