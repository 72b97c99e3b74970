/**
 * Calls code that is not ours, such as a listener of the caller or a client's method, and reports what it throws:
 * an upload does not fail for it.
 */
export function guarded(what: string, call: () => void): void {
  try {
    call();
  } catch (error) {
    console.error(`Expected ${what} not to throw, got`, error);
  }
}
