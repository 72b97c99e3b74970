import { createHash, timingSafeEqual } from 'node:crypto';
import type { OssSettings } from '../../server/settings';
import { signV1, signV4, V4_ALGORITHM } from '../../server/signature';
import type { FormFields } from './form-fields';
import { accessDenied, invalidArgument, OssError } from './oss-error';
import { checkV4Date, readV4Credential, type V4Credential } from './v4-credential';

export interface SignatureContext {
  settings: OssSettings;
  /** As OSS does for accounts made since March 2025 and buckets made since September 2025. */
  refuseV1: boolean;
  now: Date;
}

/** What the form says about who signed its policy, and how. */
type Claim =
  | { version: 'v1'; policy: string; signature: string; accessKeyId: string }
  | { version: 'v4'; policy: string; signature: string; accessKeyId: string; scope: V4Credential; date: string };

/**
 * Makes sure that the policy in the form was signed with the bucket's credentials, and not too long ago.
 * @returns the policy, still in base64
 * @throws OssError
 */
export function checkSignature(fields: FormFields, { settings, refuseV1, now }: SignatureContext): string {
  const claim = readClaim(fields, settings.region);

  if (!equals(claim.accessKeyId, settings.accessKeyId)) throw invalidAccessKeyId();
  if (claim.version === 'v1' && refuseV1) throw v1Refused();
  checkToken(fields.get('x-oss-security-token') ?? '', settings.securityToken ?? '');
  if (!equals(claim.signature, sign(claim, settings.accessKeySecret))) throw signatureDoesNotMatch(claim);

  if (claim.version === 'v4') checkV4Date(claim.date, claim.scope.day, now);
  return claim.policy;
}

/** The fields of a V4 form that its policy has to state. With V1 it is free not to. */
export function fieldsToBeNamed(fields: FormFields): string[] {
  if (!fields.has('x-oss-signature-version')) return [];
  const always = ['x-oss-signature-version', 'x-oss-credential', 'x-oss-date'];
  return fields.get('x-oss-security-token') ? [...always, 'x-oss-security-token'] : always;
}

function readClaim(fields: FormFields, region: string): Claim {
  const version = fields.get('x-oss-signature-version');
  if (version === undefined) return readV1Claim(fields);
  if (version !== V4_ALGORITHM) {
    throw invalidArgument(
      'x-oss-signature-version',
      `Invalid signature version: ${V4_ALGORITHM} is expected, or no such field for V1.`,
      '0002-00000701',
    );
  }
  const policy = requireField(fields, 'policy', '0002-00000702');
  const signature = requireSignature(fields, 'x-oss-signature');
  const scope = readV4Credential(requireField(fields, 'x-oss-credential'), region);
  const date = requireField(fields, 'x-oss-date');
  return { version: 'v4', policy, signature, accessKeyId: scope.accessKeyId, scope, date };
}

function readV1Claim(fields: FormFields): Claim {
  if (!['ossaccesskeyid', 'policy', 'signature'].some((name) => fields.has(name))) {
    // Without any of them the form is anonymous, and the bucket is not for anyone to write to.
    throw accessDenied('You have no right to access this object because of bucket acl.', '0003-00000001');
  }
  return {
    version: 'v1',
    policy: requireField(fields, 'policy', '0002-00000702'),
    signature: requireSignature(fields, 'Signature'),
    accessKeyId: requireField(fields, 'OSSAccessKeyId'),
  };
}

function requireField(fields: FormFields, name: string, ec?: string): string {
  const value = fields.get(name.toLowerCase());
  if (value === undefined) throw invalidArgument(name, `The field ${name} is expected before the field file.`, ec);
  return value;
}

function requireSignature(fields: FormFields, name: string): string {
  const signature = requireField(fields, name, '0002-00000703');
  if (signature === '') throw invalidArgument(name, `The field ${name} is empty.`, '0002-00000704');
  return signature;
}

function sign(claim: Claim, secret: string): string {
  return claim.version === 'v1' ? signV1(secret, claim.policy) : signV4(secret, claim.scope, claim.policy);
}

/** An empty token counts as none: some clients send every field that they know. */
function checkToken(token: string, expected: string): void {
  if (equals(token, expected)) return;
  // A temporary id without its token is an id that OSS does not know:
  // https://www.alibabacloud.com/help/en/oss/how-to-handle-common-errors-when-the-postobject-operation-is-called
  if (token === '') throw invalidAccessKeyId();
  throw new OssError({
    status: 403,
    code: 'InvalidSecurityToken',
    message: 'The security token you provided is invalid.',
  });
}

/** Takes as long for a near miss as for anything else. */
function equals(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function invalidAccessKeyId(): OssError {
  return new OssError({
    status: 403,
    code: 'InvalidAccessKeyId',
    message: 'The OSS Access Key Id you provided does not exist in our records.',
  });
}

function v1Refused(): OssError {
  return accessDenied('OSS no longer supports V1 signatures: sign with V4.', '0002-00000080');
}

/** OSS quotes both signatures and the policy, in which a token may be, too; this one keeps them to itself. */
function signatureDoesNotMatch({ accessKeyId }: Claim): OssError {
  return new OssError({
    status: 403,
    code: 'SignatureDoesNotMatch',
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ec: '0002-00000705',
    details: { OSSAccessKeyId: accessKeyId },
  });
}
