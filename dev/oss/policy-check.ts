import { accessDenied, OssError } from './oss-error';
import type { Condition, ListCondition, ValueCondition } from './policy-condition';
import type { Policy } from './policy-document';

/** @throws OssError AccessDenied */
export function checkExpiration(policy: Policy, now: Date): void {
  if (now > policy.expiration) throw policyExpired();
}

export function policyExpired(): OssError {
  return accessDenied('Invalid according to Policy: Policy expired.', '0006-00000213');
}

/** A condition, and the value of the form that it was compared with. */
export interface Comparison {
  condition: Condition;
  value: string;
  /** Undefined for a condition about the size while that is not known. */
  ok: boolean | undefined;
}

/** Compares every condition, also those after one that fails. @param size of the file, in bytes, where it is known */
export function compareConditions(
  { conditions }: Policy,
  valueOfField: (field: string) => string,
  size?: number,
): Comparison[] {
  return conditions.map((condition) => {
    if (condition.mode !== 'content-length-range') {
      const value = valueOfField(condition.field);
      return { condition, value, ok: holds(condition, value) };
    }
    const ok = size === undefined ? undefined : size >= condition.min && size <= condition.max;
    return { condition, value: size === undefined ? '' : String(size), ok };
  });
}

/**
 * Checks all conditions but those about the size of the file.
 * @param valueOfField what the form has for a field, by name in lower case; empty where it does not have the field, so that
 *   `["starts-with", "$x", ""]` allows to leave it out.
 * @throws OssError AccessDenied
 */
export function checkConditions(policy: Policy, valueOfField: (field: string) => string): void {
  const failed = compareConditions(policy, valueOfField).find(({ ok }) => ok === false);
  if (failed !== undefined) {
    const broken = failed.condition;
    // The expected token is a secret.
    const isToken = 'field' in broken && broken.field === 'x-oss-security-token';
    const text = isToken ? `["${broken.mode}", "$x-oss-security-token", "***"]` : broken.text;
    throw accessDenied(`Invalid according to Policy: Policy Condition failed: ${text}`, '0006-00000227');
  }
}

/**
 * Any field may come without a condition about it, except for these.
 * Source: https://help.aliyun.com/zh/oss/user-guide/0006-00000228
 * @throws OssError AccessDenied
 */
export function checkFieldsAreNamed(policy: Policy, fields: readonly string[]): void {
  const named = new Set(policy.conditions.map((condition) => 'field' in condition && condition.field));
  const extra = fields.find((field) => !named.has(field));
  if (extra !== undefined) {
    throw accessDenied(`Invalid according to Policy: Extra input fields: ${extra}`, '0006-00000228');
  }
}

/** How many bytes the file may have, both ends included: what all conditions about it allow together. */
export interface SizeRange {
  min: number;
  max: number;
}

export function sizeRange(policy: Policy, maxFileBytes: number): SizeRange {
  const ranges = policy.conditions.filter((condition) => condition.mode === 'content-length-range');
  return {
    min: Math.max(0, ...ranges.map(({ min }) => min)),
    max: Math.min(maxFileBytes, ...ranges.map(({ max }) => max)),
  };
}

/** @throws OssError EntityTooLarge or EntityTooSmall */
export function checkSize(size: number, { min, max }: SizeRange): void {
  if (size > max) {
    throw new OssError({
      status: 400,
      code: 'EntityTooLarge',
      message: 'Your proposed upload exceeds the maximum allowed size.',
      ec: '0006-00000003',
      details: { ProposedSize: String(size), MaxSizeAllowed: String(max) },
    });
  }
  if (size < min) {
    throw new OssError({
      status: 400,
      code: 'EntityTooSmall',
      message: 'Your proposed upload smaller than the minimum allowed size.',
      ec: '0006-00000004',
      details: { ProposedSize: String(size), MinSizeAllowed: String(min) },
    });
  }
}

function holds(condition: ValueCondition | ListCondition, value: string): boolean {
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
