import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import { LIMITS } from '../../../miniprogram/services/oss-upload/wx/limits';
import { CallFailed } from '../answer';
import { networkFailure } from './network-failure';

/**
 * Runs a network call with an overall time-out of `timeout` milliseconds, which progress does not extend. `stop` aborts it
 * earlier. Rejects only with CallFailed; the abort reason of `stop` must be one.
 */
export async function withinTime<Result>(
  timeout: number = LIMITS.networkTimeout,
  stop: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const deadline = AbortSignal.timeout(timeout);
  const signal = AbortSignal.any([stop, deadline]);
  try {
    signal.throwIfAborted();
    const result = await run(signal);
    signal.throwIfAborted(); // aborted while the last byte arrived
    return result;
  } catch (error) {
    if (stop.aborted) throw stop.reason;
    if (deadline.aborted) throw new CallFailed('timeout', ERRNO.timeout);
    throw error instanceof CallFailed ? error : networkFailure(error);
  }
}
