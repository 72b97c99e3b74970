import { excerpt } from '../errors/excerpt';
import { UploadError } from '../errors/upload-error';
import { decodeBase64 } from './base64';

/** A policy's condition on one form field. */
export type FieldCondition = { field: string } & (
  | { mode: 'eq' | 'starts-with'; value: string }
  | { mode: 'in' | 'not-in'; values: readonly string[] }
);

/** The parts of a policy that the client needs. OSS alone enforces it. */
export interface PolicyDocument {
  /** Milliseconds since 1970, by the signer's clock. Absent if it is in no known form. */
  expiration: number | undefined;
  /** Of the file, in bytes, both inclusive. Absent: no limit. */
  size: { min: number; max: number } | undefined;
  /** In the order of the policy; field names in lower case, since OSS ignores their case. */
  conditions: readonly FieldCondition[];
}

/** In characters. OSS's stricter documents allow 8 KB for a field, and real policies have under 2 KB. */
const MAX_LENGTH = 64 * 1024;

/**
 * Reads a policy as it goes into the form.
 * Source of the grammar: https://help.aliyun.com/zh/oss/developer-reference/postobject
 * @throws UploadError `policy-unusable`
 */
export function readPolicyDocument(policyBase64: string): PolicyDocument {
  if (policyBase64.length > MAX_LENGTH) {
    throw unusable(`a policy of at most ${MAX_LENGTH} characters`, `${policyBase64.length}`);
  }
  const text = decodeBase64(policyBase64);
  if (text === undefined) throw unusable('the policy to be base64', excerpt(policyBase64));
  const { expiration, conditions } = parse(text);
  if (!Array.isArray(conditions)) throw unusable('a list as conditions of the policy', excerpt(conditions));
  const expires = typeof expiration === 'string' ? Date.parse(expiration) : Number.NaN;
  return {
    expiration: Number.isNaN(expires) ? undefined : expires,
    size: sizeRange(conditions),
    conditions: conditions.flatMap(fieldConditions),
  };
}

/** The value that a policy demands of a field by an exact match, if any. */
export function exactValue(document: PolicyDocument, field: string): string | undefined {
  const condition = document.conditions.find((one) => one.field === field && one.mode === 'eq');
  return condition?.mode === 'eq' ? condition.value : undefined;
}

/** Whether the policy allows this object key. */
export function allowsKey({ conditions }: PolicyDocument, key: string): boolean {
  return conditions.every((condition) => condition.field !== 'key' || fits(condition, key));
}

/** Whether the value of a form field meets a condition. */
export function fits(condition: FieldCondition, value: string): boolean {
  switch (condition.mode) {
    case 'eq':
      return value === condition.value;
    case 'starts-with':
      return value.startsWith(condition.value);
    case 'in':
      return condition.values.includes(value);
    case 'not-in':
      return !condition.values.includes(value);
  }
}

function parse(text: string): { expiration?: unknown; conditions?: unknown } {
  try {
    // Signers in other languages write `\$`, which OSS takes and JSON does not know; `\\$` is legal and stays.
    const document: unknown = JSON.parse(text.replace(/\\([\\$])/g, (pair, second) => (second === '$' ? '$' : pair)));
    if (typeof document === 'object' && document !== null) return document;
  } catch {
    // Not JSON: the same message as for JSON that is no object.
  }
  throw unusable('the policy to hold a JSON object', excerpt(text));
}

/** What all conditions on the size allow together. */
function sizeRange(conditions: readonly unknown[]): PolicyDocument['size'] {
  let size: PolicyDocument['size'];
  for (const [mode, min, max] of conditions.filter(Array.isArray)) {
    if (mode !== 'content-length-range' || typeof min !== 'number' || typeof max !== 'number') continue;
    size = size ? { min: Math.max(size.min, min), max: Math.min(size.max, max) } : { min, max };
  }
  return size;
}

function fieldConditions(condition: unknown): FieldCondition[] {
  if (Array.isArray(condition)) {
    const [mode, name, operand] = condition;
    if (typeof name !== 'string') return [];
    const field = name.replace(/^\$/, '').toLowerCase();
    if ((mode === 'eq' || mode === 'starts-with') && isPlain(operand)) return [{ field, mode, value: String(operand) }];
    if ((mode === 'in' || mode === 'not-in') && Array.isArray(operand)) {
      return [{ field, mode, values: operand.filter(isPlain).map(String) }];
    }
    return [];
  }
  if (typeof condition !== 'object' || condition === null) return [];
  const entries = Object.entries(condition).filter((entry): entry is [string, string | number] => isPlain(entry[1]));
  return entries.map(([name, value]) => ({ field: name.toLowerCase(), mode: 'eq', value: String(value) }));
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function unusable(expected: string, came: string): UploadError {
  return new UploadError('policy-unusable', `Expected ${expected}, got ${came}.`);
}
