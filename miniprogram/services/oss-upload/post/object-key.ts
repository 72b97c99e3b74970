import type { KeyRule } from '../policy/signed-policy';

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
