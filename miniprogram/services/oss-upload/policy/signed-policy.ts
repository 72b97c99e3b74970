import { excerpt } from '../errors/excerpt';
import { redact } from '../errors/redact';
import { UploadError } from '../errors/upload-error';
import { openJson } from '../wx/open-json';
import { type Piece, type Pieces, readBackendAnswer } from './backend-answer';
import { decodeBase64 } from './base64';
import { readHost } from './host';
import { allowsKey, exactValue, type PolicyDocument, readPolicyDocument } from './policy-document';
import { saysUnauthorized, unauthorized } from './unauthorized';

/** A signature in either of OSS's two versions. Their form fields are never mixed. */
export type PolicySignature =
  | { version: 'v4'; credential: string; date: string; signature: string }
  | { version: 'v1'; accessKeyId: string; signature: string };

/** What the policy allows as object key: one key, good for one image, or any that begins with a prefix. */
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
  /** The upload callback that OSS performs, in base64; absent where the backend wants none. */
  callback: string | undefined;
  /** The callback's own variables: form fields named `x:…`. */
  variables: Readonly<Record<string, string>>;
  /** The expiration stated beside the policy, in any unit; the policy's own takes precedence. */
  expire: string | undefined;
  document: PolicyDocument;
}

/** Values for fields that the backend's response lacks. They never override what the policy itself demands. */
export interface PolicyDefaults {
  /** The bucket's URL. Default for V4: the public URL of the policy's bucket in the credential's region. */
  host?: string;
  /** For V1 backends that return only a policy and a signature. */
  accessKeyId?: string;
  /** Prefix of the object key, if the policy does not fix it. Default: none. */
  dir?: string;
}

/**
 * Reads a backend's answer. In order of precedence: what the policy itself demands (OSS compares the form with it and
 * with nothing else), what stands beside it, `defaults`, and what is found elsewhere in the answer.
 * @param answer the parsed JSON, or its text where the backend calls it something else than JSON
 * @param overHttp whether it came over http, see `readHost`
 * @throws UploadError `policy-unusable`, with the name of what is missing or wrong; `unauthorized` for an answer that asks to sign in
 */
export function readSignedPolicy(answer: unknown, defaults: PolicyDefaults = {}, overHttp = false): SignedPolicy {
  const { own, outside, variables } = readBackendAnswer(answer);
  const pieces: Pieces = { ...outside, ...defaults, ...own };
  const missing: Missing = (piece) => {
    const remedy = piece === 'host' || piece === 'accessKeyId' ? ` or as PolicyDefaults.${piece}` : '';
    return new UploadError(
      'policy-unusable',
      `Expected "${piece}" in the backend's answer${remedy}, got ${redact(answer)}.`,
    );
  };

  if (pieces.policy === undefined) throw saysUnauthorized(answer) ? unauthorized(redact(answer)) : missing('policy');
  const document = readPolicyDocument(pieces.policy);
  const signature = readSignature(pieces, document, missing);
  const host =
    bucketHost(pieces, document, pieces.host) ?? publicHost(document, signature) ?? endpointHost(pieces, document);
  if (host === undefined) throw missing('host');
  return {
    host: readHost(host, overHttp),
    key: keyRule(document, pieces),
    policy: pieces.policy,
    signature,
    securityToken: exactValue(document, 'x-oss-security-token') || pieces.securityToken,
    callback: exactValue(document, 'callback') || ossCallback(pieces.callback),
    variables,
    expire: pieces.expire,
    document,
  };
}

/** The error for a piece that the answer lacks. */
type Missing = (piece: Piece) => UploadError;

function readSignature(pieces: Pieces, document: PolicyDocument, missing: Missing): PolicySignature {
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
  const { accessKeyId } = pieces;
  if (accessKeyId === undefined) throw missing('accessKeyId');
  return { version: 'v1', accessKeyId, signature };
}

/** A callback as OSS takes it, JSON or base64 of JSON; not, say, the name of a JSONP function, nor one without a URL. */
function ossCallback(text = ''): string | undefined {
  const isCallback = [text, decodeBase64(text)].some((json) => Reflect.get(Object(openJson(json)), 'callbackUrl'));
  return isCallback ? text : undefined;
}

/** The address as it stands, with the bucket's name where it is the region's endpoint: `oss-cn-hangzhou.aliyuncs.com`. */
function bucketHost({ bucket }: Pieces, document: PolicyDocument, host: string | undefined): string | undefined {
  const name = exactValue(document, 'bucket') ?? bucket;
  return name === undefined ? host : host?.replace(/^(https?:\/\/)?(?=oss-[\w-]+\.aliyuncs\.com\/*$)/i, `$1${name}.`);
}

/** An endpoint as the bucket's address; none for a region alone, or for one that only Alibaba's own network reaches. */
function endpointHost(pieces: Pieces, document: PolicyDocument): string | undefined {
  const host = bucketHost(pieces, document, pieces.endpoint) ?? '';
  return /^(https?:\/\/)?oss-[\w-]+\.aliyuncs\.com|-internal\.|^[^.]*$/i.test(host) ? undefined : host;
}

/** `https://<bucket>.oss-<region>.aliyuncs.com`: the policy names the bucket, a V4 credential the region. */
function publicHost(document: PolicyDocument, signature: PolicySignature): string | undefined {
  const bucket = exactValue(document, 'bucket');
  const region =
    signature.version === 'v4' ? /\/([^/]+)\/oss\/aliyun_v4_request$/.exec(signature.credential)?.[1] : undefined;
  return bucket === undefined || region === undefined ? undefined : `https://${bucket}.oss-${region}.aliyuncs.com`;
}

/**
 * The rule for object keys. A backend that answers a key, too, expects the object there.
 * @throws UploadError `policy-unusable` for a key that the policy does not allow
 */
function keyRule(document: PolicyDocument, pieces: Pieces): KeyRule {
  const { dir = '', key: answered = '', accessKeyId } = pieces;
  // No key begins with a slash: https://help.aliyun.com/zh/oss/user-guide/object-naming-conventions
  const key = answered.replace(/^\/+/, '');
  const longest = prefixOf(document);
  const folder = folderIn(key, dir, longest);
  const named = key === '' || folder !== undefined || key === accessKeyId || isAccessKeyId(key) ? undefined : key;
  const whole = named !== undefined && !allowsKey(document, named) ? `${dir}${named}` : named;
  if (whole !== undefined && !allowsKey(document, whole)) {
    throw new UploadError(
      'policy-unusable',
      `Expected a policy that allows the key ${excerpt(key)} of the same answer, got one that does not.`,
    );
  }
  const exact = exactValue(document, 'key') ?? whole;
  if (exact !== undefined) return { mode: 'exact', key: exact };
  const wished = (pieces.dir ?? folder ?? '').replace(/^\/+/, '');
  return { mode: 'prefix', prefix: wished.startsWith(longest) ? wished : longest };
}

/**
 * The folder that a key stands for: some backends answer the prefix as `key`, and samples a key for forms in a browser, where OSS
 * fills in the file's name. On a phone that is a temp name.
 */
function folderIn(key: string, dir: string, prefix: string): string | undefined {
  const [before = '', ...rest] = key.split(/\$?[{(]filename[})]/i);
  if (rest.length > 0 || before.endsWith('/')) return before;
  const plain = (text: string) => text.replace(/^\/+|\/+$/g, '');
  return key !== '' && (plain(key) === plain(dir) || plain(key) === plain(prefix)) ? key : undefined;
}

/** The longest prefix that the policy demands of a key. */
function prefixOf(document: PolicyDocument): string {
  const prefixes = document.conditions.map((one) =>
    one.field === 'key' && one.mode === 'starts-with' ? one.value : '',
  );
  return prefixes.reduce((best, prefix) => (prefix.length > best.length ? prefix : best), '');
}

/** Some backends name the id of their access key `key`. */
function isAccessKeyId(text: string): boolean {
  return /^(LTAI|STS\.)\w+$/.test(text);
}
