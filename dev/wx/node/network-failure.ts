import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import { CallFailed } from '../answer';

/** How Chromium, and with it WeChat, names what Node found. */
const NAMES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'ERR_CONNECTION_REFUSED',
  ECONNRESET: 'ERR_CONNECTION_RESET',
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

/** An error of a connection. Read by shape: under jest such errors are of another realm, no `instanceof Error`. */
interface ConnectionError {
  message?: string;
  code?: string;
  cause?: ConnectionError;
}

/** `net::ERR_…` for the error of a connection, with `ERR_FAILED` for one that Chromium has no name for. */
export function networkErrorName(error: unknown): string {
  return `net::${NAMES[rootOf(error).code ?? ''] ?? 'ERR_FAILED'}`;
}

/** The failure of a call whose connection could not be made or broke, with Node's own words behind Chromium's name. */
export function networkFailure(error: unknown): CallFailed {
  return new CallFailed(`error_msg:${networkErrorName(error)} (${networkReason(error)})`, ERRNO.networkNamed);
}

/** Node's own words for the error of a connection; some have only a code. */
export function networkReason(error: unknown): string {
  const { message, code } = rootOf(error);
  return message || code || 'unknown';
}

/** `fetch` itself says no more than "fetch failed"; its cause knows why. */
function rootOf(error: unknown): ConnectionError {
  const failure = (error ?? {}) as ConnectionError; // fields of an unknown value, each of which may be missing
  return failure.cause ?? failure;
}
