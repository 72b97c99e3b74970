import type { KeyRule } from '../policy/signed-policy';

/** The key that the policy fixes, or `<prefix>/<name>.<extension>`. */
export function objectKey(rule: KeyRule, name: string, extension: string): string {
  if (rule.mode === 'exact') return rule.key;
  const { prefix } = rule;
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return `${folder}${name}.${extension}`;
}

/** The address of a stored object: the base address and the encoded key; none where the base is empty. */
export function objectUrl(base: string, key: string): string | undefined {
  if (base === '') return undefined;
  return `${base.replace(/\/+$/, '')}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
