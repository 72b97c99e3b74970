import { startTimer, type Timer } from '../../../miniprogram/services/oss-upload/wx/timer';
import { callbacksOf, type Watcher } from './watched-calls';

/**
 * Freezes the JavaScript of one run of a mini-program, as WeChat does some seconds after it went to the background: neither
 * timers nor answers reach it until it thaws. What it has asked the system for goes on meanwhile.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/operating-mechanism.html
 */
export interface Freezer {
  freeze(): void;
  thaw(): void;
  /** Freezes it for good, as a kill does. */
  end(): void;
  /** The timers of the mini-program. */
  timer: Timer;
  /** Holds up the answers to calls. */
  watcher: Watcher;
}

export function createFreezer(): Freezer {
  let isFrozen = false;
  let isOver = false;
  let waiting: (() => void)[] = [];

  function whenAwake(callback: () => void): void {
    if (isOver) return;
    if (isFrozen) waiting.push(callback);
    else callback();
  }

  return {
    freeze() {
      isFrozen = true;
    },
    thaw() {
      if (!isFrozen || isOver) return;
      isFrozen = false;
      for (const callback of waiting.splice(0)) whenAwake(callback);
    },
    end() {
      isOver = true;
      waiting = [];
    },
    timer(wait, callback) {
      let isStopped = false;
      const stop = startTimer(wait, () => whenAwake(() => !isStopped && callback()));
      return () => {
        isStopped = true;
        stop();
      };
    },
    watcher(_, call, args) {
      const callbacks = callbacksOf(args);
      if (!callbacks) return call(...args);
      return call({
        ...callbacks,
        success: (result: never) => whenAwake(() => callbacks.success(result)),
        fail: (failure: unknown) => whenAwake(() => callbacks.fail(failure)),
      });
    },
  };
}
