import { excerpt } from '../errors/excerpt';
import { UploadError, type UploadErrorCode } from '../errors/upload-error';
import { headerOf, retryAfter } from '../wx/header';

/** An answer of OSS, as far as it decides what went wrong. */
interface Meaning {
  code: UploadErrorCode;
  status?: number;
  /** OSS's `Code`. */
  ossCode?: string;
  /** OSS's `EC`, which older answers lack. */
  ec?: string;
  /** A part of OSS's `Message`, in lower case. */
  message?: string;
}

/**
 * What OSS's answers mean. A row fits if all that it states is so; the first that fits is taken.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/postobject and its pages of error codes
 */
const MEANINGS: readonly Meaning[] = [
  { code: 'callback-failed', status: 203 },
  { code: 'policy-expired', ec: '0006-00000213' },
  { code: 'policy-expired', ossCode: 'AccessDenied', message: 'policy expired' },
  { code: 'policy-violated', ec: '0006-00000227' },
  { code: 'policy-violated', ossCode: 'AccessDenied', message: 'policy condition failed' },
  { code: 'signature-v1-refused', ec: '0002-00000080' },
  { code: 'signature-v1-refused', message: 'no longer supports v1' },
  { code: 'signature-refused', ec: '0002-00000709' }, // x-oss-date is wrong
  { code: 'signature-refused', ossCode: 'SignatureDoesNotMatch' },
  { code: 'signature-refused', ossCode: 'InvalidAccessKeyId' },
  { code: 'signature-refused', ossCode: 'InvalidSecurityToken' },
  { code: 'signature-refused', ossCode: 'SecurityTokenExpired' },
  { code: 'signature-refused', ossCode: 'RequestTimeTooSkewed' },
  { code: 'file-too-large', ossCode: 'EntityTooLarge' },
  { code: 'file-too-small', ossCode: 'EntityTooSmall' },
  { code: 'policy-unusable', ossCode: 'InvalidPolicyDocument' },
  { code: 'upload-cut-short', ossCode: 'MalformedPOSTRequest' }, // also when the network cut the body
  { code: 'upload-cut-short', ossCode: 'RequestTimeout' },
  { code: 'already-exists', ossCode: 'FileAlreadyExists' },
  { code: 'bucket-missing', ossCode: 'NoSuchBucket' },
  { code: 'public-endpoint-forbidden', ossCode: 'PublicEndpointForbidden' },
  { code: 'public-endpoint-forbidden', ec: '0048-00000401' },
  { code: 'not-a-bucket', status: 405 },
  { code: 'oss-failed', status: 429 },
];

/**
 * The `UploadError` for an answer of OSS that is no success.
 * @param body OSS's XML, a proxy's HTML, or nothing
 * @param headers where the client shows them
 */
export function fromOssAnswer(status: number, body: unknown, headers?: unknown): UploadError {
  const xml = typeof body === 'string' ? body : '';
  const ossCode = element(xml, 'Code');
  const ec = element(xml, 'EC') ?? headerOf(headers, 'x-oss-ec');
  const requestId = element(xml, 'RequestId') ?? headerOf(headers, 'x-oss-request-id');
  const message = element(xml, 'Message');

  const fits = (row: Meaning) =>
    (row.status ?? status) === status &&
    (row.ossCode ?? ossCode) === ossCode &&
    (row.ec ?? ec) === ec &&
    (message ?? '').toLowerCase().includes(row.message ?? '');
  const refused = status >= 300 && status < 500;
  const code = MEANINGS.find(fits)?.code ?? (refused ? 'oss-refused' : 'oss-failed');

  const said = ossCode === undefined ? excerpt(message ?? body) : `${ossCode}: ${excerpt(message ?? body, 240)}`;
  const ids = [ec && `EC ${ec}`, requestId && `request id ${requestId}`].filter(Boolean).join(', ');
  return new UploadError(code, `Expected OSS to answer 2xx, got ${status} ${said}${ids && ` (${excerpt(ids)})`}`, {
    status,
    ...(ossCode === undefined ? {} : { ossCode }),
    ...(ec === undefined ? {} : { ec }),
    ...(requestId === undefined ? {} : { requestId }),
    ...retryAfter(headers),
  });
}

/** The text of an element of OSS's flat XML; a mini-program has no XML parser, and none is needed for this. */
export function element(xml: string, name: string): string | undefined {
  const match = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml.slice(0, 16_384));
  return match?.[1]?.trim().replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: keyof typeof ENTITIES) => ENTITIES[entity]);
}

const ENTITIES = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' } as const;
