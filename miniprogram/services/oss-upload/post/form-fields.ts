import { excerpt } from '../errors/excerpt';
import { UploadError } from '../errors/upload-error';
import { type FieldCondition, fits, type PolicyDocument } from '../policy/policy-document';
import type { PolicySignature, SignedPolicy } from '../policy/signed-policy';

/** The form fields before the file, in this order. Every value is text: `wx.uploadFile` would send `undefined` as a word. */
export type FormFields = Record<string, string>;

export interface ObjectDescription {
  key: string;
  /** The Content-Type that the object is served with. Without it OSS may serve it as a download. */
  contentType: string;
}

const STATUS = 'success_action_status';
const CONTENT_TYPE = 'x-oss-content-type';
const TOKEN = 'x-oss-security-token';
/** The one field that may be left out where the policy demands it. */
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

/** Fields whose usual value, or value in the answer, gives way to what the policy demands; `x:` are callback variables. */
const ADJUSTABLE = /^(success_action_status$|x-oss-forbid-overwrite$|callback$|x:)/;

/** Never sent: `wx.uploadFile` hides redirects, and writes the file itself. */
const LEFT_OUT = ['success_action_redirect', 'file'];

/**
 * Builds the form fields of PostObject to meet the policy: what it demands beyond the usual fields is sent as demanded.
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
      [STATUS]: preferredStatuses(policy)[0] ?? '201',
      // Makes a retry idempotent: where the answer of an earlier try was lost, OSS answers 409.
      [FORBID_OVERWRITE]: 'true',
      [CONTENT_TYPE]: contentType,
    }),
  );
  // OSS would put the phone's temp name here, and phones reuse those.
  if (/\$\{filename\}/i.test(key)) throw unmeetable(key);
  for (const [name, conditions] of conditionsByName(policy.document)) {
    const value = fittingValue(fields, name, conditions, name === STATUS ? preferredStatuses(policy) : []);
    // A condition takes an absent field for an empty one; OSS refuses an empty field like `callback`.
    if (value === '') fields.delete(name);
    else fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

/**
 * What OSS is asked to answer, the best first. 201 brings the object's key: proof that OSS answered, and not a network's
 * sign-in page. With a callback OSS always answers 200 and the callback's JSON.
 */
function preferredStatuses({ callback }: SignedPolicy): readonly string[] {
  return callback === undefined ? ['201', '200', '204'] : ['200', '201', '204'];
}

/** The conditions by the name of the field as sent. The bucket is no field. */
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

/** The form's value if it meets all conditions on the field; otherwise, for a field that may change, the value they demand. */
function fittingValue(
  fields: Map<string, string>,
  name: string,
  conditions: readonly FieldCondition[],
  preferred: readonly string[],
): string {
  const value = fields.get(name) ?? '';
  const isFree = ADJUSTABLE.test(name) || !(fields.has(name) || LEFT_OUT.includes(name));
  const demanded = isFree ? conditions.flatMap(demandedValues) : [];
  const candidates = [value, ...preferred, ...demanded, ...(name === FORBID_OVERWRITE ? [''] : [])];
  const fitting = candidates.find((candidate) => conditions.every((condition) => fits(condition, candidate)));
  if (fitting !== undefined) return fitting;
  if (name === CONTENT_TYPE) {
    const demand = excerpt(JSON.stringify(conditions), 400);
    throw new UploadError('type-not-allowed', `Expected a content type that fits ${demand}, got ${value}.`);
  }
  // The token that the policy demands is a secret.
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
