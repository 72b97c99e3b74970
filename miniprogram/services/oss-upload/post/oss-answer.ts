import { excerpt } from '../errors/excerpt';
import { UploadError, type UploadErrorCode } from '../errors/upload-error';
import { retryAfter } from '../wx/header';

/**
 * What `<status> <Code> <EC> <Message>` of an answer means; the first that fits is taken.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/postobject and its pages of error codes
 */
const MEANINGS: readonly (readonly [UploadErrorCode, RegExp])[] = [
  ['callback-failed', /^203 /],
  ['policy-expired', /^\d+ AccessDenied (0006-00000213 |.*policy expired)/is],
  ['policy-violated', /^\d+ AccessDenied (0006-00000227 |.*policy condition failed)/is],
  ['signature-v1-refused', /^\d+ \S* (0002-00000080 |.*no longer supports v1)/is],
  [
    'signature-refused',
    /^\d+ (SignatureDoesNotMatch|InvalidAccessKeyId|InvalidSecurityToken|SecurityTokenExpired|RequestTimeTooSkewed|\S* 0002-00000709) /,
  ],
  ['file-too-large', /^\d+ EntityTooLarge /],
  ['file-too-small', /^\d+ EntityTooSmall /],
  ['policy-unusable', /^\d+ InvalidPolicyDocument /],
  // MalformedPOSTRequest is also what OSS says when the network cut the body.
  ['upload-cut-short', /^\d+ (MalformedPOSTRequest|RequestTimeout) /],
  ['already-exists', /^\d+ FileAlreadyExists /],
  ['bucket-missing', /^\d+ NoSuchBucket /],
  ['not-a-bucket', /^405 /],
  ['oss-failed', /^(429|5\d\d) /],
];

/**
 * The `UploadError` for an answer of OSS whose status is not 2xx.
 * @param body OSS's XML, or whatever stood in the way: a proxy's HTML, nothing
 * @param headers where the client shows them
 */
export function fromOssAnswer(status: number, body: unknown, headers?: unknown): UploadError {
  const xml = typeof body === 'string' ? body : '';
  const ossCode = element(xml, 'Code');
  const ec = element(xml, 'EC');
  const requestId = element(xml, 'RequestId');
  const text = element(xml, 'Message') ?? excerpt(body);
  const answer = `${status} ${ossCode ?? ''} ${ec ?? ''} ${text}`;
  const code = MEANINGS.find(([, pattern]) => pattern.test(answer))?.[0] ?? 'oss-refused';
  const said = ossCode === undefined ? excerpt(text) : `${ossCode}: ${excerpt(text, 240)}`;
  return new UploadError(code, `Expected OSS to answer 2xx, got ${status} ${said}`, {
    status,
    ...(ossCode === undefined ? {} : { ossCode }),
    ...(ec === undefined ? {} : { ec }),
    ...(requestId === undefined ? {} : { requestId }),
    ...retryAfter(headers),
  });
}

/** The text of an element of OSS's flat XML; a mini-program has no XML parser, and none is needed for this. */
function element(xml: string, name: string): string | undefined {
  const match = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml.slice(0, 16_384));
  return match?.[1]?.trim().replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: keyof typeof ENTITIES) => ENTITIES[entity]);
}

const ENTITIES = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' } as const;
