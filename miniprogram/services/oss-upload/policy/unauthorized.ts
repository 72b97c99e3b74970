import { UploadError } from '../errors/upload-error';
import { openJson } from '../wx/open-json';

/** Names under which backends that always answer 200 say how a request went. */
const CODES = /^(code|status|status_?code|ret|err_?no|err_?code|error)$/i;
const MESSAGES = /^(message|msg|err_?msg|error)$/i;

/** 401 and 403, and finer numbers made of them, such as 40101. */
const UNAUTHORIZED = /^40[13]\d{0,3}$/;
const ASKS_TO_SIGN_IN = /unauthori[sz]ed|(log|sign)(ged|ed)? ?in\b|登[录陆]/i;

/** Whether an answer without a policy asks to sign in: `{ "code": 401 }`. */
export function saysUnauthorized(answer: unknown): boolean {
  const opened = openJson(answer);
  if (typeof opened !== 'object' || opened === null) return false;
  return Object.entries(opened).some(
    ([name, value]) =>
      (CODES.test(name) && UNAUTHORIZED.test(String(value))) ||
      (MESSAGES.test(name) && ASKS_TO_SIGN_IN.test(String(value))),
  );
}

export function unauthorized(came: string, details: { status?: number } = {}): UploadError {
  return new UploadError(
    'unauthorized',
    `Expected the backend to know who asks, got ${came}. Sign in, then retry.`,
    details,
  );
}
