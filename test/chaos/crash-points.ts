import { type Call, callbacksOf, watchedCalls } from '../../dev/wx/phone/watched-calls';
import type { WxApi } from '../../miniprogram/services/oss-upload/wx/contract';

/** Right before the n-th call of `wx` is made, or right after it has its result, which is not delivered any more. */
export interface CrashPoint {
  call: number;
  when: 'before' | 'after';
}

export interface CrashingWx {
  wx: WxApi;
  /** The names of the calls so far, such as `copyFile`. */
  calls: readonly string[];
}

/** A `wx` that kills the mini-program at one of its calls. @param point none: it never does */
export function crashingWx(wx: WxApi, point: CrashPoint | undefined, kill: () => void): CrashingWx {
  const calls: string[] = [];

  function make(name: string, call: Call, args: readonly unknown[]): unknown {
    calls.push(name);
    const crashes = calls.length === point?.call;
    if (crashes && point.when === 'before') kill();
    if (!crashes || point.when === 'before') return call(...args);
    const callbacks = callbacksOf(args);
    if (!callbacks) {
      const result = call(...args);
      kill();
      return result;
    }
    return call({ ...callbacks, success: kill, fail: kill });
  }

  return { wx: watchedCalls(wx, make), calls };
}
