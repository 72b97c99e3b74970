import type { Task } from '../post/task';
import type { StoredObject } from '../post/upload-image';
import type { QueueRecord } from './queue-record';
import { isFinal, type QueuedImage, type Upload, type UploadState } from './upload';

/** An image in the queue, with what is known of its tries. */
export interface Entry extends Upload {
  /** Its file was looked at, and kept if possible: it may be uploaded. */
  ready: boolean;
  /** The try that runs. What an earlier one still tells is dropped. */
  attempt: Attempt | undefined;
  /** Ends the wait for the next try. */
  stopWaiting: (() => void) | undefined;
  /** As `Tries` in retry-rule.ts. */
  failures: number;
  renewed: boolean;
  /** How far the best try came, in percent. */
  furthest: number;
}

export interface Attempt {
  task: Task<StoredObject> | undefined;
  /** As `Tries` in retry-rule.ts. */
  disturbed: boolean;
}

export interface EntryList {
  /** In the order picked. */
  all(): Entry[];
  find(id: string): Entry | undefined;
  /** False once it was removed, or the list was closed. */
  has(entry: Entry): boolean;
  add(image: QueuedImage): Entry;
  remove(entry: Entry): void;
  /** Tells the new state, unless the entry is no longer here. */
  change(entry: Entry, state: UploadState): void;
  /** Changes what is known of the image; told with the next change of its state. */
  amend(entry: Entry, facts: Partial<QueuedImage>): void;
  paused: boolean;
  /** Writes down what the next start of the mini-program is to go on with. False: not all of it could be written. */
  save(): boolean;
  /** Resolves once every entry is final. */
  finished(): Promise<readonly Upload[]>;
  /** Nothing is told or written any more. */
  close(): void;
}

/** What the queue holds, beginning with what an earlier run of the mini-program left. */
export function createEntryList(record: QueueRecord, onChange: (upload: Upload) => void): EntryList {
  const left = record.read();
  // Of an earlier run no more than the copy is left; the temp path may be another file's by now.
  const entries = new Map(
    left.images.map((image) => [image.id, newEntry({ ...image, path: image.copy ?? image.path })]),
  );
  const waitingForEnd: (() => void)[] = [];
  let closed = false;

  function tellIfFinished(): void {
    if ([...entries.values()].every(({ state }) => isFinal(state))) for (const tell of waitingForEnd.splice(0)) tell();
  }

  const list: EntryList = {
    paused: left.paused,
    all: () => [...entries.values()],
    find: (id) => entries.get(id),
    has: (entry) => !closed && entries.get(entry.image.id) === entry,
    add(image) {
      const entry = newEntry(image);
      entries.set(image.id, entry);
      return entry;
    },
    remove(entry) {
      entries.delete(entry.image.id);
      tellIfFinished();
    },
    change(entry, state) {
      if (!list.has(entry)) return;
      entry.state = state;
      onChange({ image: entry.image, state });
      tellIfFinished();
    },
    amend(entry, facts) {
      entry.image = { ...entry.image, ...facts };
    },
    save() {
      const unfinished = list.all().filter(({ state }) => state.name !== 'stored' && state.name !== 'cancelled');
      return closed || record.write({ paused: list.paused, images: unfinished.map(({ image }) => image) });
    },
    finished: () =>
      new Promise((resolve) => {
        waitingForEnd.push(() => resolve(list.all().map(({ image, state }) => ({ image, state }))));
        tellIfFinished();
      }),
    close() {
      closed = true;
    },
  };
  return list;
}

function newEntry(image: QueuedImage): Entry {
  return {
    image,
    state: { name: 'waiting' },
    ready: false,
    attempt: undefined,
    stopWaiting: undefined,
    failures: 0,
    renewed: false,
    furthest: 0,
  };
}
