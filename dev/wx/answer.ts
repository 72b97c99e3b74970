import type { Callbacks, WxFailure } from '../../miniprogram/services/oss-upload/wx/contract';

/** A failed `wx` call. The message is WeChat's wording without the name of the call. */
export class CallFailed extends Error {
  readonly errno: number | undefined;

  constructor(reason: string, errno?: number) {
    super(reason);
    this.name = 'CallFailed';
    this.errno = errno;
  }
}

/**
 * Runs a `wx` call and passes its outcome to `success` or `fail`, exactly once and asynchronously.
 * @param wanted whether callbacks may still be called. Default: always true.
 */
export async function answer<Result extends object>(
  name: string,
  { success, fail }: Callbacks<Result>,
  run: () => Result | Promise<Result>,
  wanted: () => boolean = () => true,
): Promise<void> {
  const outcome = await settle(name, run);
  if (!wanted()) return;
  // Outside the try block: an exception in `success` must not trigger `fail`.
  if ('failure' in outcome) fail?.(outcome.failure);
  else success?.(outcome.result);
}

async function settle<Result extends object>(
  name: string,
  run: () => Result | Promise<Result>,
): Promise<{ result: Result } | { failure: WxFailure }> {
  try {
    return { result: { ...(await run()), errMsg: `${name}:ok` } };
  } catch (error) {
    return { failure: failureOf(name, error) };
  }
}

/** Converts an error to the object that `fail` receives. */
export function failureOf(name: string, error: unknown): { errMsg: string; errno?: number } {
  const reason = error instanceof Error ? error.message : String(error);
  const errno = error instanceof CallFailed ? error.errno : undefined;
  return { errMsg: `${name}:fail ${reason}`, ...(errno === undefined ? {} : { errno }) };
}
