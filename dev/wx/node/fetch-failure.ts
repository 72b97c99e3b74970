/** What an error of `fetch` may hold. Read by shape: under jest such errors are of another realm, no `instanceof Error`. */
interface FetchFailure {
  message?: string;
  code?: string;
  cause?: FetchFailure;
}

/** Why a `fetch` failed. Its own message is no more than "fetch failed"; its cause has a better one, or only a code. */
export function fetchFailure(error: unknown): string {
  const failure = error as FetchFailure; // `fetch` rejects with errors and nothing else
  const { message, code } = failure.cause ?? failure;
  return message || code || 'fetch failed';
}
