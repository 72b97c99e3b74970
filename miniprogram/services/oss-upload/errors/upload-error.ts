/** Every way in which an upload can fail. User messages are chosen by code, so a code never changes its meaning. */
export type UploadErrorCode =
  // picking and the file itself
  | 'picker-failed'
  | 'privacy-undeclared'
  | 'privacy-refused'
  /** WeChat lacks the phone's permission for photos or the camera: `wx.openAppAuthorizeSetting`. */
  | 'permission-missing'
  /** The mini-program lacks a permission within WeChat: `wx.openSetting`. */
  | 'scope-refused'
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
  /** More parallel network calls than the client allows. */
  | 'too-many-uploads'
  | 'certificate'
  | 'domain-not-listed'
  | 'address-invalid'
  | 'aborted'
  // responses of the backend
  /** The backend requires signing in. */
  | 'unauthorized'
  | 'backend-refused'
  | 'backend-failed'
  | 'policy-unusable'
  /** Something between client and backend responded instead, such as a captive portal. */
  | 'not-from-backend'
  // responses of OSS
  | 'policy-expired'
  | 'policy-violated'
  | 'signature-refused'
  | 'signature-v1-refused'
  | 'already-exists'
  | 'outcome-unknown'
  | 'upload-cut-short'
  | 'bucket-missing'
  | 'not-a-bucket'
  /** The account may use the bucket only through a custom domain. */
  | 'public-endpoint-forbidden'
  | 'oss-refused'
  | 'callback-failed'
  | 'oss-failed'
  /** As `not-from-backend`. */
  | 'not-from-oss'
  /** The object's CRC-64 is not the file's. */
  | 'checksum-mismatch'
  // a bug, or an exception in a callback
  | 'unexpected';

/**
 * What can be done about an error:
 * - `retry`: retry without changes. The cause may go away by itself: another network, a server that recovers, a call that
 *   failed once. No such failure is final.
 * - `new-policy`: retry with a new signed policy.
 * - `by-hand`: retry only when the user asks. Someone has to act first: sign in, fix the configuration, decide.
 * - `never`: do not retry. It would fail again, or there is nothing left to do.
 */
export type Remedy = 'retry' | 'new-policy' | 'by-hand' | 'never';

const REMEDIES = ['retry', 'new-policy', 'by-hand'] as const;

/** A code that is not listed is `never`. */
const CODES: Readonly<Record<(typeof REMEDIES)[number], readonly UploadErrorCode[]>> = {
  retry: [
    'network',
    'timeout',
    'interrupted',
    'too-many-uploads',
    'file-unreadable',
    'backend-failed',
    'not-from-backend',
    'oss-failed',
    'not-from-oss',
    'upload-cut-short',
    // Also the https of a network that wants people to sign in, and a phone whose clock is wrong by years.
    'certificate',
    // Also a redirect to such a network's sign-in page, which is listed nowhere.
    'domain-not-listed',
    // Also a call of `wx` that throws once.
    'unexpected',
  ],
  'new-policy': ['policy-expired', 'signature-refused'],
  'by-hand': [
    'picker-failed',
    'privacy-refused',
    'permission-missing',
    'scope-refused',
    'unauthorized',
    'address-invalid',
    'backend-refused',
    'policy-unusable',
    'signature-v1-refused',
    'bucket-missing',
    'not-a-bucket',
    'public-endpoint-forbidden',
    'oss-refused',
    'outcome-unknown',
  ],
};

export interface UploadErrorDetails {
  /** HTTP status of the response, if there was one. */
  status?: number;
  /** OSS's `Code`, such as `AccessDenied`. */
  ossCode?: string;
  /** OSS's `EC`, more specific than `Code`: https://help.aliyun.com/zh/oss/support/ec-error-code */
  ec?: string;
  /** OSS's request id, which Alibaba's support asks for. */
  requestId?: string;
  /** The size limit that was violated, in bytes. */
  limit?: number;
  /** The server's Retry-After header, in milliseconds. */
  retryAfter?: number;
}

declare global {
  /** `cause` as ES2022 has it: the types of ES2020, which older phones need, lack it. */
  interface Error {
    cause?: unknown;
  }
}

/**
 * The only error type of this module. `message` is for developers; users see a text chosen by `code`. `cause` is the
 * original error, if any: an `Error`, or the object that `wx` passed to `fail`.
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
    this.remedy = REMEDIES.find((remedy) => CODES[remedy].includes(code)) ?? 'never';
    this.details = details;
  }
}

/** Any thrown value as an `UploadError`: anything else is a fault of this code, and becomes the cause. */
export function asUploadError(thrown: unknown): UploadError {
  if (thrown instanceof UploadError) return thrown;
  return new UploadError('unexpected', `Expected an UploadError, got ${String(thrown)}.`, {}, { cause: thrown });
}
