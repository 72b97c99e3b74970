import type { UploadTask } from '../../../miniprogram/services/oss-upload/wx/contract';
import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import type { Chance, Misbehaviour } from './misbehaviour';
import { type AnyCallbacks, callbacksOf, type Watcher } from './watched-calls';

const HTML = '<!DOCTYPE html>\n<title>Sign in</title>\n<p>This network wants you to sign in first.</p>\n';
const HEADER = { 'Content-Type': 'text/html' };

/** What a network's sign-in page answers in the place of anyone. */
const PORTALS: readonly [Misbehaviour, { statusCode: number; data: string; header: object }][] = [
  ['portal-200', { statusCode: 200, data: HTML, header: HEADER }],
  ['portal-204', { statusCode: 204, data: '', header: {} }],
  ['portal-302', { statusCode: 302, data: '', header: { Location: 'http://portal.example/' } }],
  ['portal-403', { statusCode: 403, data: HTML, header: HEADER }],
];

const FAILURES: readonly [Misbehaviour, { reason: string; errno: number }][] = [
  ['tls', { reason: 'error_msg:net::ERR_CERT_COMMON_NAME_INVALID', errno: ERRNO.networkNamed }],
  ['redirect-unlisted', { reason: 'url not in domain list', errno: ERRNO.domainNotListed }],
];

/** Puts sign-in pages, TLS errors and redirects in front of every server, and hides headers and progress. */
export function meanNetwork(chance: Chance): Watcher {
  return (name, call, args) => {
    const callbacks = callbacksOf(args);
    if (!callbacks || (name !== 'request' && name !== 'uploadFile')) return call(...args);
    const instead = (answer: (callbacks: Required<AnyCallbacks>) => void, header: object) => {
      let onHeaders = (_: { header: unknown }) => {};
      setTimeout(() => {
        onHeaders({ header });
        answer(callbacks);
      });
      if (name === 'request') return undefined;
      const task: UploadTask = {
        abort() {},
        onProgressUpdate() {},
        onHeadersReceived(listener) {
          if (!chance.hits('no-headers')) onHeaders = listener;
        },
      };
      return task;
    };
    for (const [kind, { reason, errno }] of FAILURES) {
      if (chance.hits(kind)) return instead(({ fail }) => fail({ errMsg: `${name}:fail ${reason}`, errno }), {});
    }
    for (const [kind, answer] of PORTALS) {
      if (chance.hits(kind)) return instead(({ success }) => success(answer as never), answer.header);
    }
    const task = call(...args);
    if (name === 'request') return task;
    const shown = task as UploadTask; // what `uploadFile` returns
    return {
      abort: () => shown.abort(),
      onProgressUpdate: chance.hits('no-progress') ? () => {} : shown.onProgressUpdate,
      onHeadersReceived: chance.hits('no-headers') ? () => {} : shown.onHeadersReceived,
    };
  };
}
