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

type Call = (...args: readonly unknown[]) => unknown;

/** A `wx` that kills the mini-program at one of its calls. @param point none: it never does */
export function crashingWx(wx: WxApi, point: CrashPoint | undefined, kill: () => void): CrashingWx {
  const calls: string[] = [];

  function make(name: string, call: Call, args: readonly unknown[]): unknown {
    calls.push(name);
    const crashes = calls.length === point?.call;
    if (crashes && point.when === 'before') kill();
    if (!crashes || point.when === 'before') return call(...args);
    const [options] = args;
    if (typeof options !== 'object' || options === null || !('success' in options)) {
      const result = call(...args);
      kill();
      return result;
    }
    return call({ ...options, success: kill, fail: kill });
  }

  /** The same calls, each of them counted. */
  function watch<Api extends object>(api: Api): Api {
    return new Proxy(api, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name === 'getFileSystemManager') return () => files;
        // Every function of `wx` is a call.
        return typeof value === 'function' ? (...args: unknown[]) => make(String(name), value as Call, args) : value;
      },
    });
  }

  const files = watch(wx.getFileSystemManager());
  return { wx: watch(wx), calls };
}
