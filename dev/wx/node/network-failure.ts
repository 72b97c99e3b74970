import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import { CallFailed } from '../answer';

/** Chromium's error names, which WeChat uses, by Node's error code. */
const NAMES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'ERR_CONNECTION_REFUSED',
  ECONNRESET: 'ERR_CONNECTION_RESET',
  CLOSED: 'ERR_CONNECTION_CLOSED', // the relay's own: the connection ended without an answer
  EPIPE: 'ERR_CONNECTION_RESET',
  UND_ERR_SOCKET: 'ERR_CONNECTION_RESET',
  ENOTFOUND: 'ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: 'ERR_NAME_NOT_RESOLVED',
  EHOSTUNREACH: 'ERR_ADDRESS_UNREACHABLE',
  ENETUNREACH: 'ERR_ADDRESS_UNREACHABLE',
  ETIMEDOUT: 'ERR_CONNECTION_TIMED_OUT',
  CERT_HAS_EXPIRED: 'ERR_CERT_DATE_INVALID',
  CERT_NOT_YET_VALID: 'ERR_CERT_DATE_INVALID',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ERR_CERT_AUTHORITY_INVALID',
  SELF_SIGNED_CERT_IN_CHAIN: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_GET_ISSUER_CERT: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ERR_CERT_AUTHORITY_INVALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'ERR_CERT_COMMON_NAME_INVALID',
};

/** A connection error. Read by shape, because `instanceof Error` is false under jest: its errors come from another realm. */
interface ConnectionError {
  message?: string;
  code?: string;
  cause?: ConnectionError;
}

/** Returns Chromium's `net::ERR_…` for a connection error, `net::ERR_FAILED` if it has none. */
export function networkErrorName(error: unknown): string {
  return `net::${NAMES[rootOf(error).code ?? ''] ?? 'ERR_FAILED'}`;
}

/** Converts a connection error to a failed call, with Chromium's name followed by Node's message. */
export function networkFailure(error: unknown): CallFailed {
  return new CallFailed(`error_msg:${networkErrorName(error)} (${networkReason(error)})`, ERRNO.networkNamed);
}

/** Returns Node's message for a connection error, or its code if there is no message. */
export function networkReason(error: unknown): string {
  const { message, code } = rootOf(error);
  return message || code || 'unknown';
}

/** Unwraps the error of `fetch`, which only says "fetch failed"; its cause holds the reason. */
function rootOf(error: unknown): ConnectionError {
  const failure = (error ?? {}) as ConnectionError; // fields of an unknown value, each of which may be missing
  return failure.cause ?? failure;
}
