import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import { LIMITS } from '../../../miniprogram/services/oss-upload/wx/limits';
import { CallFailed } from '../answer';
import { networkFailure } from './network-failure';

/**
 * Runs a call to the network that ends when its answer has come, when `stop` is aborted, or `timeout` milliseconds after
 * it began, whatever moves by then. Rejects with CallFailed alone; the reason of `stop` is one.
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
    signal.throwIfAborted(); // stopped while the last byte came
    return result;
  } catch (error) {
    if (stop.aborted) throw stop.reason;
    if (deadline.aborted) throw new CallFailed('timeout', ERRNO.timeout);
    throw error instanceof CallFailed ? error : networkFailure(error);
  }
}
