import { runInNewContext } from 'node:vm';

/**
 * Runs code whose work must not explode with its input. What would hang the whole run, because jest cannot end
 * synchronous code, is ended after 20 seconds and fails. It measures nothing: what passes takes milliseconds.
 */
export function withoutHanging<Result>(work: () => Result): Result {
  return runInNewContext('work()', { work }, { timeout: 20_000 });
}
