import type { Answer } from '../answer';
import type { FormLog } from './form-log';

/** `GET /?requests`: the last forms as a JSON array of `FormRecord`, newest last. The local OSS's own; OSS has no such list. */
export function listForms(log: FormLog): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(log.list()),
  };
}
