import { CallFailed, failureOf } from '../../../wx/answer';
import { reportError } from '../errors';

/** Callbacks of an asynchronous `wx` call: https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/api.html */
export interface Callbacks<Result extends object> {
  success?(result: Result & { errMsg: string }): void;
  fail?(failure: Failure): void;
  complete?(outcome: (Result & { errMsg: string }) | Failure): void;
}

export interface Failure {
  readonly errMsg: string;
  readonly errno?: number;
}

/** Passes a call's outcome to the callbacks. The returned promise, for calls that WeChat answers with one, rejects after a failure. */
export async function settle<Result extends object>(
  name: string,
  callbacks: Callbacks<Result>,
  outcome: Promise<Result>,
): Promise<Result & { errMsg: string }> {
  let result: Result & { errMsg: string };
  try {
    result = { ...(await outcome), errMsg: `${name}:ok` };
  } catch (error) {
    const failure = toFailure(name, error);
    runCallbacks(
      () => callbacks.fail?.(failure),
      () => callbacks.complete?.(failure),
    );
    throw failure;
  }
  runCallbacks(
    () => callbacks.success?.(result),
    () => callbacks.complete?.(result),
  );
  return result;
}

function runCallbacks(...callbacks: (() => void)[]): void {
  for (const callback of callbacks) {
    try {
      callback();
    } catch (error) {
      reportError(error);
    }
  }
}

/** Converts an error to a failure. Anything but CallFailed is a bug of the preview and is reported as well. */
function toFailure(name: string, error: unknown): Failure {
  if (!(error instanceof CallFailed)) reportError(error);
  return failureOf(name, error);
}

export function hasCallbacks(options: Callbacks<object>): boolean {
  return options.success !== undefined || options.fail !== undefined || options.complete !== undefined;
}

/** Wraps a function as a `wx` call: without callbacks it returns a promise. */
export function call<Options extends object, Result extends object>(
  name: string,
  run: (options: Options) => Result | Promise<Result>,
) {
  return (options?: Options & Callbacks<Result>): Promise<Result & { errMsg: string }> | undefined => {
    // A mini-program may leave out options that have no required field.
    const given = options ?? ({} as Options & Callbacks<Result>);
    const settled = settle(name, given, (async () => run(given))());
    if (!hasCallbacks(given)) return settled;
    settled.catch(() => {}); // passed to `fail`
    return undefined;
  };
}
