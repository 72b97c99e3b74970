import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import type { Chance } from './misbehaviour';
import { callbacksOf, type Watcher } from './watched-calls';

const TASK = { abort() {}, onProgressUpdate() {}, onHeadersReceived() {} };

/** Makes calls that call back fail, throw, stay silent or answer twice. The picker is spared: it waits for a person. */
export function meanCalls(chance: Chance): Watcher {
  return (name, call, args) => {
    const callbacks = callbacksOf(args);
    if (!callbacks || name === 'chooseImage') return call(...args);
    const unheard = () => call({ ...callbacks, success() {}, fail() {} });
    const nothing = name === 'uploadFile' ? TASK : undefined;

    if (chance.hits('call-throws')) {
      if (chance.random('call-throws') < 0.5) call(...args);
      throw new Error(`${name}:fail internal error`);
    }
    if (chance.hits('call-silent')) return chance.random('call-silent') < 0.5 ? unheard() : nothing;
    if (chance.hits('call-fails')) {
      const fail = () => callbacks.fail({ errMsg: `${name}:fail system error` });
      if (chance.random('call-fails') < 0.5) return call({ ...callbacks, success: fail, fail });
      setTimeout(fail);
      return nothing;
    }
    if (!chance.hits('call-twice')) return call(...args);
    return call({
      ...callbacks,
      success(result: never) {
        callbacks.success(result);
        setTimeout(() => callbacks.fail({ errMsg: `${name}:fail timeout`, errno: ERRNO.timeout }));
      },
      fail(failure: unknown) {
        callbacks.fail(failure);
        setTimeout(() => callbacks.fail(failure));
      },
    });
  };
}
