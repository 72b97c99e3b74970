import type { KeyRule } from '../policy/signed-policy';

/** The key that the policy fixes, or `<prefix>/<name>.<extension>`. */
export function objectKey(rule: KeyRule, name: string, extension: string): string {
  if (rule.mode === 'exact') return rule.key;
  const { prefix } = rule;
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return `${folder}${name}.${extension}`;
}

/** The address of a stored object: the host and the encoded key. */
export function objectUrl(host: string, key: string): string {
  return `${host}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
