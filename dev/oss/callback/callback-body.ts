import type { CallbackBodyType } from './upload-callback';

/** By name: OSS's own, such as `object`, and the form's, such as `x:order`. */
export type CallbackVariables = ReadonlyMap<string, string | number>;

/**
 * Puts values in the places of `${name}`: URL-encoded in a form, as JSON in JSON, where texts get their quotes and
 * numbers none. A variable that has no value is empty.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/callback
 */
export function fillCallbackBody(template: string, bodyType: CallbackBodyType, variables: CallbackVariables): string {
  const encode =
    bodyType === 'application/json' ? JSON.stringify : (value: string | number) => encodeURIComponent(value);
  return template.replace(/\$\{([^{}]+)\}/g, (_, name: string) => encode(variables.get(name) ?? ''));
}
