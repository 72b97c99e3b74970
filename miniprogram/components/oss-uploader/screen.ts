/** What `setData` takes: paths and their new values. */
export type Patch = Record<string, unknown>;

/** Batches what is to be shown, so that `setData` is called seldom and with little. */
export interface Screen {
  /** Queues a new value; the last one of a path counts. */
  set(path: string, value: unknown): void;
  /** Plans an update, although nothing is queued. */
  plan(): void;
  hide(): void;
  /** Shows what has changed while it was hidden. */
  show(): void;
}

/** In milliseconds: WeChat advises at most 20 calls of `setData` a second. */
const PAUSE = 100;

/**
 * Shows the first change at the end of its turn, and later ones together after a pause.
 * @param beforeShow the last chance to set what follows from the rest. @returns whether there is more than fits in one update
 * @param wait calls back after so many milliseconds
 */
export function createScreen(
  setData: (patch: Patch) => void,
  beforeShow: () => boolean,
  wait: (callback: () => void, milliseconds: number) => void = setTimeout,
): Screen {
  let patch: Patch = {};
  let isDue = false;
  let isPausing = false;
  let isHidden = false;
  let isWanted = false;

  function plan(): void {
    isWanted = true;
    if (isDue || isPausing || isHidden) return;
    isDue = true;
    void Promise.resolve().then(flush);
  }

  function flush(): void {
    isDue = false;
    if (isHidden) return;
    isPausing = true;
    isWanted = beforeShow();
    const shown = patch;
    patch = {};
    if (Object.keys(shown).length > 0) setData(shown);
    wait(() => {
      isPausing = false;
      if (isWanted) plan();
    }, PAUSE);
  }

  return {
    set(path, value) {
      patch[path] = value;
      plan();
    },
    plan,
    hide() {
      isHidden = true;
    },
    show() {
      isHidden = false;
      plan();
    },
  };
}
