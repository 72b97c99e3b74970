import { guarded } from '../errors/guarded';
import type { ImageFile } from '../image/read-image';
import type { ImageRecords } from './image-records';
import { isFinal, type QueuedImage, type Upload, type UploadState } from './upload';

/** An image in the queue. It changes only through its list. */
export interface Entry extends Readonly<Upload> {
  /** Whether it was taken in, and may be uploaded. */
  readonly ready: boolean;
  /** What its file holds, once it was read. */
  readonly file: ImageFile | undefined;
}

/** All images of the queue by their numbers, as announced and persisted. Changes to one that was removed are dropped. */
export interface EntryList {
  /** As they are now: what comes or goes later is not in it. */
  all(): readonly Entry[];
  uploads(): readonly Upload[];
  find(id: string): Entry | undefined;
  /** False once the entry was removed or the list was closed. */
  has(entry: Entry): boolean;
  readonly closed: boolean;
  add(image: QueuedImage, state?: UploadState): Entry;
  remove(entry: Entry): void;
  /** Moves an image to another state, persists one that is final, and announces it. False where that could not be persisted. */
  setState(entry: Entry, state: UploadState): boolean;
  /** Passes an image to `onChange` as it is. */
  announce(entry: Entry): void;
  /** Changes what is known of an image, without announcing it. */
  amend(entry: Entry, changes: Partial<QueuedImage>): void;
  setFile(entry: Entry, file: ImageFile | undefined): void;
  /** Lets an image be uploaded. @param file what its file holds, where it was read */
  setReady(entry: Entry, file: ImageFile | undefined): void;
  /** Persists an image. False where that failed; it is tried again with the next image that is persisted. */
  save(entry: Entry): boolean;
  /** Resolves once every image is final and none is left to restore. */
  finished(): Promise<readonly Upload[]>;
  /** The images of earlier runs are all in the list. */
  restored(): void;
  /** From here on nothing changes, and nothing is announced or persisted. */
  close(): void;
}

export function createEntryList(records: ImageRecords, onChange: (upload: Upload) => void): EntryList {
  const entries = new Map<string, Writable>();
  let ordered: readonly Writable[] = [];
  /** Entries whose last change could not be written. */
  const unsaved = new Set<Writable>();
  const finishing: (() => void)[] = [];
  let isRestored = false;
  let closed = false;

  function resolveIfFinished(): void {
    if (finishing.length === 0 || !isRestored || !ordered.every(({ state }) => isFinal(state))) return;
    for (const resolve of finishing.splice(0)) resolve();
  }

  /** The entry to write to; none where it was removed or the list was closed. */
  function writable(entry: Entry): Writable | undefined {
    const own = entries.get(entry.image.id);
    return own === entry && !closed ? own : undefined;
  }

  const list: EntryList = {
    get closed() {
      return closed;
    },
    all: () => ordered,
    uploads: () => ordered.map(({ image, state }) => ({ image, state })),
    find: (id) => entries.get(id),
    has: (entry) => writable(entry) !== undefined,
    add(image, state = { name: 'waiting' }) {
      const entry = { image, state, ready: false, file: undefined };
      entries.set(image.id, entry);
      // Restored ones may come after those just picked.
      let place = ordered.length;
      while ((ordered[place - 1]?.image.number ?? 0) > image.number) place--;
      ordered = [...ordered.slice(0, place), entry, ...ordered.slice(place)];
      return entry;
    },
    remove(entry) {
      const own = writable(entry);
      if (!own) return;
      entries.delete(entry.image.id);
      ordered = ordered.filter((one) => one !== own);
      unsaved.delete(own);
      resolveIfFinished();
    },
    setState(entry, state) {
      const own = writable(entry);
      if (!own) return false;
      own.state = state;
      // Before a listener may close the queue.
      const isSaved = !isFinal(state) || list.save(own);
      list.announce(own);
      resolveIfFinished();
      return isSaved;
    },
    announce(entry) {
      if (list.has(entry)) guarded('onChange', () => onChange({ image: entry.image, state: entry.state }));
    },
    amend(entry, changes) {
      const own = writable(entry);
      if (own) own.image = { ...own.image, ...changes };
    },
    setFile(entry, file) {
      const own = writable(entry);
      if (own) own.file = file;
    },
    setReady(entry, file) {
      const own = writable(entry);
      if (!own) return;
      own.ready = true;
      own.file = file;
    },
    save(entry) {
      const own = writable(entry);
      if (!own) return true;
      for (const one of new Set([own, ...unsaved])) {
        if (records.write(one)) unsaved.delete(one);
        else unsaved.add(one);
        if (unsaved.has(own)) return false;
      }
      return true;
    },
    finished: () =>
      new Promise((resolve) => {
        finishing.push(() => resolve(list.uploads()));
        resolveIfFinished();
      }),
    restored() {
      isRestored = true;
      resolveIfFinished();
    },
    close() {
      closed = true;
    },
  };
  return list;
}

interface Writable extends Upload {
  ready: boolean;
  file: ImageFile | undefined;
}
