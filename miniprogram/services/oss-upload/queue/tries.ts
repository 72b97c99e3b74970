import type { Task } from '../post/task';
import type { StoredObject } from '../post/upload-image';
import type { Entry } from './entries';

/** The tries of one image. */
export interface Tries {
  inFlight: Attempt | undefined;
  /** Ends the wait for the next try, while there is one. */
  stopWaiting: (() => void) | undefined;
  /** As in retry-rule.ts. */
  failures: number;
  renewals: number;
  /** The percent that the best try has reached. */
  furthest: number;
}

export interface Attempt {
  task: Task<StoredObject> | undefined;
  /** As in retry-rule.ts. */
  disturbed: boolean;
  moved: boolean;
}

/** The tries of each image of a queue, for as long as it is in the list. */
export interface TriesByEntry {
  /** Undefined where nothing was tried yet. */
  peek(entry: Entry): Tries | undefined;
  of(entry: Entry): Tries;
}

export function createTriesByEntry(): TriesByEntry {
  const byEntry = new WeakMap<Entry, Tries>();
  return {
    peek: (entry) => byEntry.get(entry),
    of(entry) {
      const tries = byEntry.get(entry) ?? {
        inFlight: undefined,
        stopWaiting: undefined,
        failures: 0,
        renewals: 0,
        furthest: 0,
      };
      byEntry.set(entry, tries);
      return tries;
    },
  };
}

/** Of an image that is uploading, what is still to be sent, in bytes. */
export function bytesLeft({ file, state }: Entry): number {
  if (state.name === 'processing') return 0;
  const percent = state.name === 'uploading' ? state.percent : 0;
  return file === undefined ? Number.POSITIVE_INFINITY : (file.size * (100 - percent)) / 100;
}
