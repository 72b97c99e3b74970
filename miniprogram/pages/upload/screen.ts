import type { Timer } from '../../services/oss-upload/wx/timer';

/** What `setData` takes: paths and their new values. */
export type Patch = Record<string, unknown>;

/** Collects what is to be shown, so that `setData` is called seldom and with little. */
export interface Screen {
  /** Notes a new value; the last one of a path counts. */
  set(path: string, value: unknown): void;
  /** Forgets what was noted below a path that is set as a whole. */
  forget(prefix: string): void;
  hide(): void;
  /** Shows what has changed while it was hidden. */
  show(): void;
}

/** In milliseconds: WeChat advises at most 20 calls of `setData` a second. */
const PAUSE = 100;

/**
 * The first change is shown at the end of the turn that it came in, what follows is shown together after a pause.
 * @param beforeShow the last chance to set what follows from the rest
 */
export function createScreen(setData: (patch: Patch) => void, timer: Timer, beforeShow: () => void): Screen {
  let patch: Patch = {};
  let isDue = false;
  let isPausing = false;
  let isHidden = false;

  function plan(): void {
    if (isDue || isPausing || isHidden) return;
    isDue = true;
    void Promise.resolve().then(flush);
  }

  function flush(): void {
    isDue = false;
    if (isHidden) return;
    isPausing = true;
    beforeShow();
    const shown = patch;
    patch = {};
    if (Object.keys(shown).length > 0) setData(shown);
    timer(PAUSE, () => {
      isPausing = false;
      if (Object.keys(patch).length > 0) plan();
    });
  }

  return {
    set(path, value) {
      patch[path] = value;
      plan();
    },
    forget(prefix) {
      patch = Object.fromEntries(Object.entries(patch).filter(([path]) => !path.startsWith(prefix)));
    },
    hide() {
      isHidden = true;
    },
    show() {
      isHidden = false;
      plan();
    },
  };
}
