import type { FileSystem, WxApi } from '../../../miniprogram/services/oss-upload/wx/contract';

export type Call = (...args: readonly unknown[]) => unknown;

/** Makes a call in place of `wx`. @param name such as `copyFile` */
export type Watcher = (name: string, call: Call, args: readonly unknown[]) => unknown;

/** The same `wx`, each call of which goes through a function, those of its files too. */
export function watchedCalls(wx: WxApi, watcher: Watcher): WxApi {
  function watch<Api extends object>(api: Api): Api {
    return new Proxy(api, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name === 'getFileSystemManager') return () => files;
        // Every function of `wx` is a call.
        return typeof value === 'function' ? (...args: unknown[]) => watcher(String(name), value as Call, args) : value;
      },
    });
  }

  const files: FileSystem = watch(wx.getFileSystemManager());
  return watch(wx);
}

/** The callbacks among a call's options. */
export interface AnyCallbacks {
  success?: (result: never) => void;
  fail?: (failure: unknown) => void;
}

/** The options of a call that calls back; `undefined` for any other call. */
export function callbacksOf(args: readonly unknown[]): Required<AnyCallbacks> | undefined {
  const [options] = args;
  if (typeof options !== 'object' || options === null || !('success' in options)) return undefined;
  const { success, fail } = options as AnyCallbacks; // a call of `wx` with `success` is one of those
  return { ...options, success: success ?? (() => {}), fail: fail ?? (() => {}) };
}
