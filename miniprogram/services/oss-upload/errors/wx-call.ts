import type { Callbacks } from '../wx/contract';
import { startTimer, type Timer } from '../wx/timer';
import { asUploadError, UploadError, type UploadErrorCode } from './upload-error';
import { fromWxFailure } from './wx-failure';

export interface WxCallOptions {
  /** The call and its object, for messages: `wx.request to https://…`. */
  name: string;
  /** The code of a failure that is in no table. */
  otherwise: UploadErrorCode;
  /** In milliseconds, after which a call that never answers counts as failed. Default 60,000. */
  timeout?: number;
  timer?: Timer;
}

/**
 * Makes a call of `wx` and resolves with its result. Some clients never call back, and nothing may wait for them forever.
 * @throws UploadError for a failure, a call that throws, and one that does not answer in time (`timeout`)
 */
export function callWx<Result>(
  { name, otherwise, timeout = 60_000, timer = startTimer }: WxCallOptions,
  call: (callbacks: Required<Callbacks<Result>>) => void,
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    const stopTimer = timer(timeout, () => {
      reject(new UploadError('timeout', `Expected ${name} to answer within ${timeout} ms, got nothing.`));
    });
    const settled =
      <Value>(settle: (value: Value) => void) =>
      (value: Value) => {
        stopTimer();
        settle(value);
      };
    try {
      call({
        success: settled(resolve),
        fail: settled((failure) => reject(fromWxFailure(name, failure, otherwise))),
      });
    } catch (error) {
      settled(reject)(asUploadError(error));
    }
  });
}

/** As {@link callWx}, with `undefined` for any failure: for calls that may fail without consequence. */
export function tryWx<Result>(
  name: string,
  timer: Timer,
  call: (callbacks: Required<Callbacks<Result>>) => void,
): Promise<Result | undefined> {
  return callWx<Result>({ name, otherwise: 'unexpected', timer }, call).catch(() => undefined);
}
