import { excerpt, type Remedy, UploadError, type UploadErrorCode } from './upload-error';

interface Rule {
  status?: number;
  /** OSS's `Code`; absent fits any. */
  ossCode?: string;
  /** What its `EC` or `Message` holds, in lower case; absent fits any. */
  hint?: RegExp;
  code: UploadErrorCode;
  remedy: Remedy;
}

/**
 * The first rule that fits is taken.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/postobject and its pages of error codes
 */
const RULES: readonly Rule[] = [
  { ossCode: 'AccessDenied', hint: /0006-00000213|policy expired/, code: 'policy-expired', remedy: 'new-policy' },
  { ossCode: 'AccessDenied', hint: /0006-00000227|policy condition failed/, code: 'policy-violated', remedy: 'never' },
  { hint: /0002-00000080|no longer supports v1/, code: 'signature-v1-refused', remedy: 'never' },
  { hint: /0002-00000709/, code: 'signature-refused', remedy: 'new-policy' },
  { ossCode: 'SignatureDoesNotMatch', code: 'signature-refused', remedy: 'new-policy' },
  { ossCode: 'InvalidAccessKeyId', code: 'signature-refused', remedy: 'new-policy' },
  { ossCode: 'SecurityTokenExpired', code: 'signature-refused', remedy: 'new-policy' },
  { ossCode: 'RequestTimeTooSkewed', code: 'signature-refused', remedy: 'new-policy' },
  { ossCode: 'EntityTooLarge', code: 'file-too-large', remedy: 'never' },
  { ossCode: 'EntityTooSmall', code: 'file-too-small', remedy: 'never' },
  { ossCode: 'InvalidPolicyDocument', code: 'policy-unusable', remedy: 'never' },
  // Also what OSS says when the network cut the body.
  { ossCode: 'MalformedPOSTRequest', code: 'upload-cut-short', remedy: 'retry' },
  { ossCode: 'RequestTimeout', code: 'upload-cut-short', remedy: 'retry' },
  { ossCode: 'FileAlreadyExists', code: 'already-exists', remedy: 'never' },
  { ossCode: 'NoSuchBucket', code: 'bucket-missing', remedy: 'never' },
  { status: 405, code: 'not-a-bucket', remedy: 'never' },
  { status: 429, code: 'oss-failed', remedy: 'retry' },
];

/**
 * The `UploadError` for an answer of OSS whose status is not 2xx.
 * @param body OSS's XML, or whatever stood in the way: a proxy's HTML, nothing
 */
export function fromOssAnswer(status: number, body: unknown): UploadError {
  const xml = typeof body === 'string' ? body : '';
  const ossCode = element(xml, 'Code');
  const ec = element(xml, 'EC');
  const requestId = element(xml, 'RequestId');
  const text = element(xml, 'Message') ?? excerpt(body);
  const hints = `${ec ?? ''} ${text}`.toLowerCase();
  const rule = RULES.find(
    (candidate) =>
      (candidate.status === undefined || candidate.status === status) &&
      (candidate.ossCode === undefined || candidate.ossCode === ossCode) &&
      (candidate.hint === undefined || candidate.hint.test(hints)),
  );
  const fallback: Pick<Rule, 'code' | 'remedy'> =
    status >= 500 ? { code: 'oss-failed', remedy: 'retry' } : { code: 'oss-refused', remedy: 'never' };
  const { code, remedy } = rule ?? fallback;
  const said = ossCode === undefined ? excerpt(text) : `${ossCode}: ${excerpt(text, 240)}`;
  return new UploadError(code, remedy, `Expected OSS to answer 2xx, got ${status} ${said}`, {
    status,
    ...(ossCode === undefined ? {} : { ossCode }),
    ...(ec === undefined ? {} : { ec }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/** The text of an element of OSS's flat XML; a mini-program has no XML parser, and none is needed for this. */
function element(xml: string, name: string): string | undefined {
  const match = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml.slice(0, 16_384));
  return match?.[1]?.trim().replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: keyof typeof ENTITIES) => ENTITIES[entity]);
}

const ENTITIES = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' } as const;
