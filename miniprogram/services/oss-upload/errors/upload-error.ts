/** Every way an upload can fail. The words for people are found by it, so a code never changes its meaning. */
export type UploadErrorCode =
  // picking, and the file itself
  | 'picker-failed'
  | 'privacy-undeclared'
  | 'privacy-refused'
  | 'file-missing'
  | 'file-unreadable'
  | 'file-empty'
  | 'not-an-image'
  | 'file-too-large'
  | 'file-too-small'
  | 'type-not-allowed'
  // the network, to the backend or to OSS
  | 'network'
  | 'timeout'
  | 'interrupted'
  | 'certificate'
  | 'domain-not-listed'
  | 'address-invalid'
  | 'aborted'
  // what the backend answered
  | 'backend-refused'
  | 'backend-failed'
  | 'policy-unusable'
  // what OSS answered
  | 'policy-expired'
  | 'policy-violated'
  | 'signature-refused'
  | 'signature-v1-refused'
  | 'already-exists'
  | 'outcome-unknown'
  | 'upload-cut-short'
  | 'bucket-missing'
  | 'not-a-bucket'
  | 'oss-refused'
  | 'callback-failed'
  | 'oss-failed'
  // a fault of this code
  | 'unexpected';

/**
 * What can be done: retry as it is (`retry`), retry with a new signed policy (`new-policy`), retry only if a person asks
 * for it (`by-hand`), or nothing, because it would fail again (`never`).
 */
export type Remedy = 'retry' | 'new-policy' | 'by-hand' | 'never';

/** A code that is not listed is `never`. */
const REMEDIES: { readonly [Code in UploadErrorCode]?: Remedy } = {
  network: 'retry',
  timeout: 'retry',
  interrupted: 'retry',
  'backend-failed': 'retry',
  'upload-cut-short': 'retry',
  'oss-failed': 'retry',
  'policy-expired': 'new-policy',
  'signature-refused': 'new-policy',
  'outcome-unknown': 'by-hand',
  unexpected: 'by-hand',
};

export interface UploadErrorDetails {
  /** The HTTP status of the answer, where there was one. */
  status?: number;
  /** OSS's `Code`, such as `AccessDenied`. */
  ossCode?: string;
  /** OSS's `EC`, finer than its `Code`: https://help.aliyun.com/zh/oss/support/ec-error-code */
  ec?: string;
  /** OSS's request id: what Alibaba's support asks for. */
  requestId?: string;
  /** The limit that was passed, in bytes, where a size was wrong. */
  limit?: number;
  /** How long the server asks to wait before the next try (its Retry-After header), in milliseconds. */
  retryAfter?: number;
}

declare global {
  /** `cause` as ES2022 has it: the types of ES2020, which older phones need, lack it. */
  interface Error {
    cause?: unknown;
  }
}

/**
 * The one error of this module. `message` is for developers; people are shown words chosen by `code`. `cause` is what was
 * caught, where there was something: an `Error`, or the object that `wx` passed to `fail`.
 */
export class UploadError extends Error {
  readonly code: UploadErrorCode;
  readonly remedy: Remedy;
  readonly details: UploadErrorDetails;

  constructor(code: UploadErrorCode, message: string, details: UploadErrorDetails = {}, options?: { cause?: unknown }) {
    super(message);
    // As `super(message, options)` does, but on phones too whose `Error` takes no options: Safari 14 and older.
    if (options && 'cause' in options) {
      Object.defineProperty(this, 'cause', { value: options.cause, writable: true, configurable: true });
    }
    this.name = 'UploadError';
    this.code = code;
    this.remedy = REMEDIES[code] ?? 'never';
    this.details = details;
  }
}

/** Any thrown value as an `UploadError`: anything else is a fault of this code, and becomes the cause. */
export function asUploadError(thrown: unknown): UploadError {
  if (thrown instanceof UploadError) return thrown;
  return new UploadError('unexpected', `Expected an UploadError, got ${String(thrown)}.`, {}, { cause: thrown });
}
