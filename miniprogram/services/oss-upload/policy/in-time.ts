import { UploadError } from '../errors/upload-error';
import type { Timer } from '../wx/timer';

/** In milliseconds: what a caller's function may wait for, such as a sign-in. */
const TIMEOUT = 60_000;

/**
 * The result of a caller's function, where it comes within a minute.
 * @throws UploadError `timeout`, or whatever the function throws
 */
export function inTime<Result>(name: string, call: () => Result | Promise<Result>, timer: Timer): Promise<Result> {
  return new Promise((resolve, reject) => {
    const calling = Promise.resolve(call());
    const stopTimer = timer(TIMEOUT, () => {
      reject(new UploadError('timeout', `Expected ${name} to answer within ${TIMEOUT} ms, got nothing.`));
    });
    void calling.then(resolve, reject).then(stopTimer);
  });
}
