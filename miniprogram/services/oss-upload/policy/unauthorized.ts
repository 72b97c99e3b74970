import { UploadError } from '../errors/upload-error';
import { openJson } from '../wx/open-json';

/** Names under which backends that always answer 200 say how a request went. */
const CODES = /^(code|(status|err(or)?|ret|result|resp)_?(code|no)?)$/i;
const MESSAGES = /^(message|msg|(err(or)?_?)?(msg|message)|error|code)$/i;

/** 401 and 403, and finer numbers made of them, such as 40101. */
const UNAUTHORIZED = /^40[13]\d{0,3}$/;
const FAILED = /^5\d\d$/;
const ASKS_TO_SIGN_IN =
  /un_?authori[sz]ed|(log|sign)(ged|ed)?[ _-]?in|token.{0,9}(expired|invalid|过期|失效)|未授权|登[录陆]/i;

/** Whether an answer without a policy asks to sign in: `{ "code": 401 }`, also one level down. */
export function saysUnauthorized(answer: unknown): boolean {
  const opened = openJson(answer);
  if (typeof opened !== 'object' || opened === null) return false;
  const levels = [opened, ...Object.values(opened).filter((value) => typeof value === 'object' && value !== null)];
  const fields = levels.slice(0, 20).flatMap((level) => Object.entries(level).slice(0, 50));
  const codes = fields.filter(([name]) => CODES.test(name)).map(([, value]) => String(value));
  if (codes.some((code) => UNAUTHORIZED.test(code))) return true;
  if (codes.some((code) => FAILED.test(code))) return false;
  return fields.some(([name, value]) => MESSAGES.test(name) && ASKS_TO_SIGN_IN.test(String(value).slice(0, 200)));
}

export function unauthorized(came: string, details: { status?: number } = {}): UploadError {
  return new UploadError(
    'unauthorized',
    `Expected the backend to know who asks, got ${came}. Sign in, then retry.`,
    details,
  );
}
