import { excerpt } from '../errors/excerpt';
import { UploadError } from '../errors/upload-error';
import { type FieldCondition, fits, type PolicyDocument } from '../policy/policy-document';
import type { PolicySignature, SignedPolicy } from '../policy/signed-policy';

/** The form fields before the file, in this order. All are text: `wx.uploadFile` would send `undefined` as a word. */
export type FormFields = Record<string, string>;

export interface ObjectDescription {
  key: string;
  /** The type that OSS serves the object with. Without it, browsers may download it instead of showing it. */
  contentType: string;
}

const CONTENT_TYPE = 'x-oss-content-type';
const TOKEN = 'x-oss-security-token';
/** The one field of ours that a policy may forbid. */
const FORBID_OVERWRITE = 'x-oss-forbid-overwrite';

/** Names that OSS documents in other than lower case. It takes the object's type under either of two names. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['ossaccesskeyid', 'OSSAccessKeyId'],
  ['signature', 'Signature'],
  ['content-type', CONTENT_TYPE],
  ['cache-control', 'Cache-Control'],
  ['content-disposition', 'Content-Disposition'],
  ['content-encoding', 'Content-Encoding'],
  ['expires', 'Expires'],
]);

/** Fields whose value the policy may override, the callback's variables among them. */
const ADJUSTABLE = /^(success_action_status$|x-oss-forbid-overwrite$|callback$|x:)/;

/** Never set: `wx.uploadFile` does not show redirects, and writes the file itself. */
const LEFT_OUT = ['success_action_redirect', 'file'];

/**
 * The form fields of PostObject, made to meet the policy: what it demands beyond the usual is sent as demanded.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/postobject
 * @throws UploadError `type-not-allowed`, or `policy-unusable` with the conditions that cannot be met
 */
export function formFields(policy: SignedPolicy, { key, contentType }: ObjectDescription): FormFields {
  const fields = new Map<string, string>(
    Object.entries({
      key,
      policy: policy.policy,
      ...signatureFields(policy.signature),
      ...(policy.securityToken === undefined ? {} : { [TOKEN]: policy.securityToken }),
      ...(policy.callback === undefined ? {} : { callback: policy.callback, ...policy.variables }),
      // Without it OSS answers 204.
      success_action_status: '200',
      // Makes a retry after a lost answer idempotent.
      [FORBID_OVERWRITE]: 'true',
      [CONTENT_TYPE]: contentType,
    }),
  );
  // OSS would expand it to the file's name on the phone, which is a temporary one.
  if (/\$\{filename\}/i.test(key)) throw unmeetable(key);
  for (const [name, conditions] of conditionsByName(policy.document)) {
    const value = fittingValue(fields, name, conditions);
    // Conditions do not distinguish absent from empty, but OSS refuses an empty `callback`.
    if (value === '') fields.delete(name);
    else fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

/** By the name that is sent. The bucket is no form field. */
function conditionsByName({ conditions }: PolicyDocument): Map<string, FieldCondition[]> {
  const byName = new Map<string, FieldCondition[]>();
  for (const condition of conditions) {
    const name = SPELLINGS.get(condition.field) ?? condition.field;
    const before = byName.get(name);
    if (before) before.push(condition);
    else byName.set(name, [condition]);
  }
  byName.delete('bucket');
  return byName;
}

/** The field's own value if it meets all conditions; otherwise, for a field that may be overridden, one that they demand. */
function fittingValue(fields: Map<string, string>, name: string, conditions: readonly FieldCondition[]): string {
  const value = fields.get(name) ?? '';
  const isFree = ADJUSTABLE.test(name) || !(fields.has(name) || LEFT_OUT.includes(name));
  const demanded = isFree ? conditions.flatMap(demandedValues) : [];
  const candidates = [value, ...demanded, ...(name === FORBID_OVERWRITE ? [''] : [])];
  const fitting = candidates.find((candidate) => conditions.every((condition) => fits(condition, candidate)));
  if (fitting !== undefined) return fitting;
  if (name === CONTENT_TYPE) {
    const demand = excerpt(JSON.stringify(conditions), 400);
    throw new UploadError('type-not-allowed', `Expected a content type that fits ${demand}, got ${value}.`);
  }
  // The token that it demands must not be logged.
  throw unmeetable(name === TOKEN ? `another ${TOKEN}` : JSON.stringify(conditions));
}

function demandedValues(condition: FieldCondition): readonly string[] {
  if (condition.mode === 'eq' || condition.mode === 'starts-with') return [condition.value];
  return condition.mode === 'in' ? condition.values : [];
}

function unmeetable(demand: string): UploadError {
  return new UploadError(
    'policy-unusable',
    `Expected a policy that this client can meet, got one that demands ${excerpt(demand, 400)}.`,
  );
}

function signatureFields(signature: PolicySignature): FormFields {
  if (signature.version === 'v1') return { OSSAccessKeyId: signature.accessKeyId, Signature: signature.signature };
  return {
    'x-oss-signature-version': 'OSS4-HMAC-SHA256',
    'x-oss-credential': signature.credential,
    'x-oss-date': signature.date,
    'x-oss-signature': signature.signature,
  };
}
