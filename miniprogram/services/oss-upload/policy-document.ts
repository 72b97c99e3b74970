import { decodeBase64 } from './base64';
import { excerpt, UploadError } from './upload-error';

/** What a policy demands of an upload, as far as the client repeats it to speak early. OSS alone decides. */
export interface PolicyDocument {
  /** Milliseconds since 1970, by the clock of whoever signed. */
  expiration: number;
  /** In bytes, both inclusive. Absent: no limit. */
  size: { min: number; max: number } | undefined;
  /** Allowed content types. Absent: any. */
  contentTypes: readonly string[] | undefined;
}

/** Beyond this it is no policy: OSS takes 8 KB for a field in its stricter documents, and real ones have under 2 KB. */
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
  const document = parse(text);
  const { expiration, conditions } = document;
  const expires = typeof expiration === 'string' ? Date.parse(expiration) : Number.NaN;
  if (Number.isNaN(expires)) throw unusable('an ISO date as expiration of the policy', excerpt(expiration));
  if (!Array.isArray(conditions)) throw unusable('a list as conditions of the policy', excerpt(conditions));
  return { expiration: expires, size: sizeRange(conditions), contentTypes: allowedContentTypes(conditions) };
}

function parse(text: string): { expiration?: unknown; conditions?: unknown } {
  try {
    // Signers in other languages write `\$`, which OSS takes and JSON does not know; `\\$` is legal and stays.
    const document: unknown = JSON.parse(text.replace(/\\([\\$])/g, (pair, second) => (second === '$' ? '$' : pair)));
    if (typeof document === 'object' && document !== null) return document;
  } catch {
    // Falls through to the one message for both.
  }
  throw unusable('the policy to hold a JSON object', excerpt(text));
}

function sizeRange(conditions: readonly unknown[]): PolicyDocument['size'] {
  for (const [mode, min, max] of conditions.filter(Array.isArray)) {
    if (mode === 'content-length-range' && typeof min === 'number' && typeof max === 'number') return { min, max };
  }
  return undefined;
}

function allowedContentTypes(conditions: readonly unknown[]): PolicyDocument['contentTypes'] {
  for (const [mode, field, operand] of conditions.filter(Array.isArray)) {
    if (typeof field !== 'string' || field.toLowerCase() !== '$content-type') continue;
    if (mode === 'in' && Array.isArray(operand)) return operand.filter((type) => typeof type === 'string');
    if (mode === 'eq' && typeof operand === 'string') return [operand];
  }
  return undefined;
}

function unusable(expected: string, came: string): UploadError {
  return new UploadError('policy-unusable', 'never', `Expected ${expected}, got ${came}.`);
}
