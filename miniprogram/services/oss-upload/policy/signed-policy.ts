import { redact } from '../errors/redact';
import { UploadError } from '../errors/upload-error';
import { type BackendAnswer, type Piece, readBackendAnswer } from './backend-answer';
import { readHost } from './host';
import { exactValue, type PolicyDocument, readPolicyDocument } from './policy-document';

/** Who signed, in the one or the other of OSS's two ways. Their form fields are never mixed. */
export type PolicySignature =
  | { version: 'v4'; credential: string; date: string; signature: string }
  | { version: 'v1'; accessKeyId: string; signature: string };

/** What the policy leaves of the object key: one key, good for one image, or whatever begins with a prefix. */
export type KeyRule = { mode: 'exact'; key: string } | { mode: 'prefix'; prefix: string };

/** A policy with all that a form needs to use it. */
export interface SignedPolicy {
  /** Where to post, without a slash at the end: `https://bucket.oss-cn-hangzhou.aliyuncs.com`. */
  host: string;
  key: KeyRule;
  /** The policy in base64, exactly as it was signed. */
  policy: string;
  signature: PolicySignature;
  /** With STS credentials only. */
  securityToken: string | undefined;
  /** What OSS tells whom after the upload, in base64; where the backend wants it. */
  callback: string | undefined;
  /** The callback's own variables: form fields named `x:…`. */
  variables: Readonly<Record<string, string>>;
  /** When it expires as the answer beside the policy says, in whatever unit; the policy itself goes before it. */
  expire: string | undefined;
  document: PolicyDocument;
}

/** Stands in for what a backend does not answer. */
export interface PolicyDefaults {
  /** The bucket's address. Default, for V4: the public address of the policy's bucket in the credential's region. */
  host?: string;
  /** For V1 backends that answer no more than policy and signature. */
  accessKeyId?: string;
  /** Prefix of the object key, where the policy leaves it open. Default: none. */
  dir?: string;
}

/**
 * Reads what a backend answered. Where the policy itself says something, it is believed before the rest of the answer:
 * OSS compares the form with the policy and nothing else.
 * @param answer the parsed JSON, or its text where the backend calls it something else than JSON
 * @throws UploadError `policy-unusable`, with the name of what is missing or wrong
 */
export function readSignedPolicy(answer: unknown, defaults: PolicyDefaults = {}): SignedPolicy {
  const { pieces, variables } = readBackendAnswer(answer);
  const missing = (piece: Piece, setting?: keyof PolicyDefaults): UploadError => {
    const remedy = setting === undefined ? '' : ` or policyDefaults.${setting} in config.ts`;
    return new UploadError(
      'policy-unusable',
      `Expected "${piece}" in the backend's answer${remedy}, got ${redact(answer)}.`,
    );
  };

  if (pieces.policy === undefined) throw missing('policy');
  const document = readPolicyDocument(pieces.policy);
  const signature = readSignature(pieces, document, defaults, missing);
  const host = pieces.host ?? defaults.host ?? publicHost(document, signature);
  if (host === undefined) throw missing('host', 'host');
  return {
    host: readHost(host),
    key: keyRule(document, pieces.dir ?? defaults.dir ?? ''),
    policy: pieces.policy,
    signature,
    securityToken: exactValue(document, 'x-oss-security-token') || pieces.securityToken,
    callback: exactValue(document, 'callback') || pieces.callback,
    variables,
    expire: pieces.expire,
    document,
  };
}

function readSignature(
  pieces: BackendAnswer['pieces'],
  document: PolicyDocument,
  defaults: PolicyDefaults,
  missing: (piece: Piece, setting?: keyof PolicyDefaults) => UploadError,
): PolicySignature {
  const { signature } = pieces;
  if (signature === undefined) throw missing('signature');
  const version = exactValue(document, 'x-oss-signature-version') ?? pieces.version ?? '';
  const credential = exactValue(document, 'x-oss-credential') ?? pieces.credential;
  if (credential !== undefined || version.includes('OSS4')) {
    const date = exactValue(document, 'x-oss-date') ?? pieces.date;
    if (credential === undefined) throw missing('credential');
    if (date === undefined) throw missing('date');
    return { version: 'v4', credential, date, signature };
  }
  const accessKeyId = pieces.accessKeyId ?? defaults.accessKeyId;
  if (accessKeyId === undefined) throw missing('accessKeyId', 'accessKeyId');
  return { version: 'v1', accessKeyId, signature };
}

/** `https://<bucket>.oss-<region>.aliyuncs.com`: the policy names the bucket, a V4 credential the region. */
function publicHost(document: PolicyDocument, signature: PolicySignature): string | undefined {
  const bucket = exactValue(document, 'bucket');
  const region =
    signature.version === 'v4' ? /\/([^/]+)\/oss\/aliyun_v4_request$/.exec(signature.credential)?.[1] : undefined;
  return bucket === undefined || region === undefined ? undefined : `https://${bucket}.oss-${region}.aliyuncs.com`;
}

function keyRule(document: PolicyDocument, dir: string): KeyRule {
  const key = exactValue(document, 'key');
  if (key !== undefined) return { mode: 'exact', key };
  const prefixes = document.conditions.map((one) =>
    one.field === 'key' && one.mode === 'starts-with' ? one.value : '',
  );
  const longest = prefixes.reduce((best, prefix) => (prefix.length > best.length ? prefix : best), '');
  // No key begins with a slash: https://help.aliyun.com/zh/oss/user-guide/object-naming-conventions
  const wished = dir.replace(/^\/+/, '');
  return { mode: 'prefix', prefix: wished.startsWith(longest) ? wished : longest };
}
