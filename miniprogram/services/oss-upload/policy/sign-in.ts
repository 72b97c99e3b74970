import { excerpt } from '../errors/excerpt';
import { redactText } from '../errors/redact';
import { asUploadError, UploadError } from '../errors/upload-error';
import type { Timer } from '../wx/timer';
import { inTime } from './in-time';

/** In milliseconds. */
const RECENT = 10_000;

/**
 * Signs in where the backend refuses as `unauthorized`, then fetches once more. Calls that fail at the same time share
 * one sign-in, and one that has just not helped is not asked for again: images that wait fail alike, until someone retries them.
 * @param signIn signs in; where it throws or does not end within a minute, the call fails as `unauthorized`
 */
export function withSignIn<Arguments extends unknown[], Result>(
  fetch: (...args: Arguments) => Promise<Result>,
  signIn: () => void | Promise<void>,
  timer: Timer,
  now: () => number,
): (...args: Arguments) => Promise<Result> {
  let pending: Promise<void> | undefined;
  let signInsSoFar = 0;
  let lastAt = Number.NEGATIVE_INFINITY;

  function signInOnce(): Promise<void> {
    pending ??= inTime('onUnauthorized', signIn, timer).finally(() => {
      pending = undefined;
      signInsSoFar++;
      lastAt = now();
    });
    return pending;
  }

  return async (...args) => {
    const before = signInsSoFar;
    try {
      return await fetch(...args);
    } catch (error) {
      if (asUploadError(error).code !== 'unauthorized') throw error;
      if (signInsSoFar === before && Math.abs(now() - lastAt) < RECENT) throw error;
      // Another call may have signed in while this one was in flight.
      if (signInsSoFar === before) await signInOnce().catch((cause: unknown) => Promise.reject(failed(cause)));
      return fetch(...args);
    }
  };
}

function failed(cause: unknown): UploadError {
  const came = redactText(excerpt(String(cause)));
  return new UploadError('unauthorized', `Expected onUnauthorized to sign in, got ${came}.`, {}, { cause });
}
