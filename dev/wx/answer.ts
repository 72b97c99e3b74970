import type { Callbacks, WxFailure } from '../../miniprogram/services/oss-upload/wx/contract';

/** Thrown by what implements a call of `wx`: the reason in WeChat's words, without the call's name. */
export class CallFailed extends Error {
  readonly errno: number | undefined;

  constructor(reason: string, errno?: number) {
    super(reason);
    this.name = 'CallFailed';
    this.errno = errno;
  }
}

/**
 * Runs a call of `wx` and passes its outcome to one of the callbacks, once, in a later turn.
 * @param wanted false when nothing may be delivered any more. Default: always true.
 */
export async function answer<Result extends object>(
  name: string,
  { success, fail }: Callbacks<Result>,
  run: () => Result | Promise<Result>,
  wanted: () => boolean = () => true,
): Promise<void> {
  const outcome = await settle(name, run);
  if (!wanted()) return;
  // A callback that throws is the mini-program's error, and no reason to call the other one.
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

/** What `fail` receives for an error that a call threw. */
export function failureOf(name: string, error: unknown): { errMsg: string; errno?: number } {
  const reason = error instanceof Error ? error.message : String(error);
  const errno = error instanceof CallFailed ? error.errno : undefined;
  return { errMsg: `${name}:fail ${reason}`, ...(errno === undefined ? {} : { errno }) };
}
