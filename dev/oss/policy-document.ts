import { invalidPolicy } from './oss-error';
import { type Condition, readCondition } from './policy-condition';

/** What a backend signed: until when, and what the form has to look like. */
export interface Policy {
  expiration: Date;
  /** At least one. */
  conditions: readonly Condition[];
}

/** Far more than any policy has; what is deeper or longer is made to break its reader. */
const MAX_DEPTH = 10;
const MAX_CONDITIONS = 1000;

/**
 * Reads the form field `policy`: base64 of UTF-8 of JSON. Each mistake has an EC of its own, described at
 * https://help.aliyun.com/zh/oss/user-guide/0006-00000201 and the pages after it.
 * @throws OssError InvalidPolicyDocument
 */
export function readPolicy(policyBase64: string): Policy {
  const policy = parseJson(decodeUtf8(decodeBase64(policyBase64)));
  const unknown = Object.keys(policy).find((name) => name !== 'expiration' && name !== 'conditions');
  if (unknown !== undefined) {
    throw invalidPolicy(`Unexpected parameter "${unknown}": expected are expiration and conditions.`, '0006-00000206');
  }
  const { expiration, conditions } = policy;
  if (expiration === undefined && conditions === undefined) {
    throw invalidPolicy('Policy missing expiration and conditions.', '0006-00000209');
  }
  if (conditions === undefined) throw invalidPolicy('Policy missing conditions.', '0006-00000207');
  if (expiration === undefined) throw invalidPolicy('Policy missing expiration.', '0006-00000208');
  return { expiration: readExpiration(expiration), conditions: readConditions(conditions) };
}

function decodeBase64(text: string): Buffer {
  if (text === '') throw invalidPolicy('The field policy is empty.', '0006-00000205');
  // Looks for what is no digit: a match of all digits would keep each on the stack of the regular expression, millions of them.
  if (text.length % 4 !== 0 || /[^A-Za-z0-9+/]/.test(text.replace(/={1,2}$/, ''))) {
    throw invalidPolicy('Invalid base64: A-Z, a-z, 0-9, +, / and = at the end are expected.', '0006-00000202');
  }
  return Buffer.from(text, 'base64');
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidPolicy('Invalid UTF-8.', '0006-00000203');
  }
}

function parseJson(text: string): Record<string, unknown> {
  // Policies from other languages hold `\$`, which is no legal JSON but which OSS reads; see the vector that the
  // Java SDK publishes. Pairs are consumed one by one, so that the `$` behind an escaped backslash is left alone.
  const tolerated = text.replace(/\\[\s\S]/g, (pair) => (pair === '\\$' ? '$' : pair));
  let value: unknown;
  try {
    value = JSON.parse(tolerated);
  } catch (cause) {
    // Without Node's quotation of the text, which may hold a token.
    const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/, (\.\.\.)?".*/s, '');
    throw invalidPolicy(`Invalid JSON: ${reason}`, '0006-00000204');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidPolicy('Invalid JSON: an object is expected.', '0006-00000204');
  }
  if (isDeeper(value, MAX_DEPTH)) {
    throw invalidPolicy(`Invalid JSON: at most ${MAX_DEPTH} levels are expected, there are more.`, '0006-00000204');
  }
  return { ...value };
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function readExpiration(value: unknown): Date {
  const expected = 'a time like 2026-01-31T00:00:00.000Z is expected';
  if (typeof value !== 'string') throw invalidPolicy(`Invalid expiration: ${expected}.`, '0006-00000210');
  if (value === '') throw invalidPolicy(`Invalid expiration: ${expected}, it is empty.`, '0006-00000211');

  const time = new Date(value);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) && !Number.isNaN(time.getTime());
  if (!isTime) throw invalidPolicy(`Invalid expiration: ${expected}, it is "${value}".`, '0006-00000212');
  return time;
}

function readConditions(value: unknown): Condition[] {
  if (!Array.isArray(value)) throw invalidPolicy('Invalid conditions: a list is expected.', '0006-00000214');
  if (value.length === 0) throw invalidPolicy('Invalid conditions: the list is empty.', '0006-00000215');
  if (value.length > MAX_CONDITIONS) {
    const came = `at most ${MAX_CONDITIONS} are expected, there are ${value.length}`;
    throw invalidPolicy(`Invalid conditions: ${came}.`, '0006-00000214');
  }
  return value.map(readCondition);
}
