import { type PolicyDocument, readPolicyDocument } from './policy-document';
import { excerpt, UploadError } from './upload-error';

/** Who signed, in the one or the other of OSS's two ways. Their form fields are never mixed. */
export type PolicySignature =
  | { version: 'v4'; credential: string; date: string; signature: string }
  | { version: 'v1'; accessKeyId: string; signature: string };

/** A policy with all that a form needs to use it. */
export interface SignedPolicy {
  /** Where to post, without a slash at the end: `https://bucket.oss-cn-hangzhou.aliyuncs.com`. */
  host: string;
  /** Prefix of the object key, may be empty. */
  dir: string;
  /** The policy in base64, exactly as it was signed. */
  policy: string;
  signature: PolicySignature;
  /** With STS credentials only. */
  securityToken: string | undefined;
  document: PolicyDocument;
}

/** What backends call each piece, written small and without `-` and `_`: `x_oss_credential` is found as `xosscredential`. */
const NAMES = {
  host: ['host'],
  dir: ['dir'],
  policy: ['policy'],
  signature: ['signature', 'xosssignature'],
  credential: ['xosscredential'],
  date: ['xossdate'],
  accessKeyId: ['accessid', 'ossaccesskeyid', 'accesskeyid'],
  securityToken: ['securitytoken', 'xosssecuritytoken'],
} as const;

type Piece = keyof typeof NAMES;

/**
 * Reads what a backend answered.
 * @param answer the parsed JSON, or its text where the backend calls it something else than JSON
 * @throws UploadError `policy-unusable`, with the name of what is missing
 */
export function readSignedPolicy(answer: unknown): SignedPolicy {
  const read = pieceReader(recordOf(answer));
  const policy = read('policy');
  return {
    host: readHost(read('host')),
    dir: read('dir', ''),
    policy,
    signature: readSignature(read),
    securityToken: read('securityToken', '') || undefined,
    document: readPolicyDocument(policy),
  };
}

function recordOf(answer: unknown): Record<string, unknown> {
  let value = answer;
  if (typeof value === 'string') {
    try {
      value = JSON.parse(value);
    } catch {
      // Stays the text that it is, and is shown as such.
    }
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new UploadError(
    'policy-unusable',
    'never',
    `Expected the backend to answer a JSON object with a signed policy, got ${excerpt(value)}.`,
  );
}

type PieceReader = (piece: Piece, fallback?: string) => string;

function pieceReader(record: Record<string, unknown>): PieceReader {
  const values = new Map(
    Object.entries(record).map(([name, value]) => [name.toLowerCase().replace(/[-_]/g, ''), value]),
  );
  return (piece, fallback) => {
    const value = NAMES[piece].map((name) => values.get(name)).find((found) => found !== undefined && found !== null);
    if (typeof value === 'string' && value !== '') return value;
    if (fallback !== undefined && (value === undefined || value === '')) return fallback;
    throw new UploadError(
      'policy-unusable',
      'never',
      `Expected the backend's answer to hold "${piece}" as text, got ${excerpt(value)} among ${excerpt(record)}.`,
    );
  };
}

function readSignature(read: PieceReader): PolicySignature {
  const signature = read('signature');
  const isV4 = read('credential', '') !== '' || read('date', '') !== '';
  if (isV4) return { version: 'v4', credential: read('credential'), date: read('date'), signature };
  return { version: 'v1', accessKeyId: read('accessKeyId'), signature };
}

function readHost(host: string): string {
  if (/^https?:\/\/[^\s/?#]+\/*$/.test(host)) return host.replace(/\/+$/, '');
  throw new UploadError(
    'policy-unusable',
    'never',
    `Expected host to be like https://bucket.oss-cn-hangzhou.aliyuncs.com, got ${excerpt(host)}.`,
  );
}
