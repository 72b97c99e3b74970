export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 429 | 503;

export interface RefusalMore {
  headers?: Readonly<Record<string, string>>;
  detail?: string | undefined;
}

/** An answer other than success: its status, a stable code, and a sentence that may leave this backend. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly statusCode: RefusalStatus;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For the log alone. */
  readonly detail: string | undefined;

  constructor(statusCode: RefusalStatus, code: string, message: string, { headers = {}, detail }: RefusalMore = {}) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
    this.headers = headers;
    this.detail = detail;
  }
}

/**
 * Something that this backend needs is out; the client may try again.
 * @param cause for the log: a sentence, or what was thrown
 */
export function unavailable(code: string, message: string, cause: unknown): Refusal {
  // The name of an error alone: its message may quote an address with a secret in it.
  const detail = typeof cause === 'string' ? cause : String(Object(cause).name);
  return new Refusal(503, code, message, { headers: { 'retry-after': '5' }, detail });
}

/** The client has to log in, again perhaps. */
export function unauthorized(code: string, message: string): Refusal {
  return new Refusal(401, code, message, { headers: { 'www-authenticate': 'Bearer' } });
}
