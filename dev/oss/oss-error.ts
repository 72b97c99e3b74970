import { type XmlElements, xmlDocument } from './xml';

export interface OssErrorOptions {
  /** HTTP status. */
  status: number;
  /** OSS's `Code`, such as `AccessDenied`. */
  code: string;
  /** OSS's own wording where it is documented: clients match on it. */
  message: string;
  /** The finer code beside `Code`, such as `0006-00000213`; left out where the documents give none. */
  ec?: string;
  /** What else this code brings, as elements of the answer. */
  details?: XmlElements;
  /** Headers that HTTP wants beside this status. */
  headers?: Readonly<Record<string, string>>;
}

/** A request that OSS refuses, with its status, Code and EC. */
export class OssError extends Error {
  override readonly name = 'OssError';
  readonly status: number;
  readonly code: string;
  readonly ec: string | undefined;
  readonly details: XmlElements;
  readonly headers: Readonly<Record<string, string>>;

  constructor({ status, code, message, ec, details = {}, headers = {} }: OssErrorOptions) {
    super(message);
    this.status = status;
    this.code = code;
    this.ec = ec;
    this.details = details;
    this.headers = headers;
  }
}

/** 403 `AccessDenied`. */
export function accessDenied(message: string, ec: string): OssError {
  return new OssError({ status: 403, code: 'AccessDenied', message, ec });
}

/** 400 `InvalidArgument` about one form field or parameter. Never give it the value of a signature or token. */
export function invalidArgument(argument: string, message: string, ec?: string): OssError {
  return new OssError({
    status: 400,
    code: 'InvalidArgument',
    message,
    ...(ec !== undefined && { ec }),
    details: { ArgumentName: argument },
  });
}

/** 400 `MalformedPOSTRequest`. OSS's message names no reason; `Detail` is ours. */
export function malformedPost(detail: string, ec = '0006-00000104'): OssError {
  return new OssError({
    status: 400,
    code: 'MalformedPOSTRequest',
    message: 'The body of your POST request is not well-formed multipart/form-data.',
    ec,
    details: { Detail: detail },
  });
}

/** 400 `InvalidPolicyDocument`. */
export function invalidPolicy(reason: string, ec: string): OssError {
  return new OssError({ status: 400, code: 'InvalidPolicyDocument', message: `Invalid Policy: ${reason}`, ec });
}

/**
 * 400 `PublicEndpointForbidden`: accounts opened since 2025-03-20 reach the data of mainland buckets through a custom domain alone.
 * The wording is ours.
 */
export function publicEndpointForbidden(): OssError {
  return new OssError({
    status: 400,
    code: 'PublicEndpointForbidden',
    message: 'Public endpoint is forbidden for this bucket. Please use a custom domain name (CNAME).',
    ec: '0048-00000401',
  });
}

/** 500 `InternalError`. */
export function internalError(): OssError {
  return new OssError({
    status: 500,
    code: 'InternalError',
    message: 'We encountered an internal error. Please try again. The log of the local OSS says more.',
  });
}

/** 503 `ServiceUnavailable`, with a second to wait. */
export function serviceUnavailable(): OssError {
  return new OssError({
    status: 503,
    code: 'ServiceUnavailable',
    message: 'Please reduce your request rate.',
    headers: { 'retry-after': '1' },
  });
}

/** The body of the answer, as https://help.aliyun.com/en/oss/user-guide/overview-14 describes it. */
export function errorDocument(error: OssError, requestId: string, hostId: string): string {
  return xmlDocument('Error', {
    Code: error.code,
    Message: error.message,
    RequestId: requestId,
    HostId: hostId,
    ...error.details,
    ...(error.ec !== undefined && {
      EC: error.ec,
      RecommendDoc: `https://api.aliyun.com/troubleshoot?q=${error.ec}`,
    }),
  });
}
