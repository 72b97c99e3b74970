/** Held by the document that runs the mini-program: the storage of all tabs is the same. */
export const PHONE_LOCK = 'preview:phone';

/** How long the lock of a page that was just left may take to be free, in milliseconds. */
export const PATIENCE = 400;

/** Undefined on insecure origins, such as plain http on the LAN, although the types promise it. */
export function locksOf({ navigator }: Window): LockManager | undefined {
  return navigator.locks;
}
