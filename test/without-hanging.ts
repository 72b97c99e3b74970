import { runInNewContext } from 'node:vm';

/**
 * Runs code that must not take exponential time, and fails after 20 seconds. Jest cannot time out synchronous code, so a
 * regression would hang the whole run. Not a benchmark: a passing call takes milliseconds.
 */
export function withoutHanging<Result>(work: () => Result): Result {
  return runInNewContext('work()', { work }, { timeout: 20_000 });
}
