import type { ImageFile } from '../image/read-image';
import type { QueueRecord } from './queue-record';
import { isFinal, type QueuedImage, type Upload, type UploadState } from './upload';

/** An image in the queue. It changes only through its list. */
export interface Entry extends Readonly<Upload> {
  /** What its file holds, once it was read. Until then it is not uploaded. */
  readonly file: ImageFile | undefined;
}

/** All images of the queue, in the order picked. Changes to an image that was removed are dropped. */
export interface EntryList {
  all(): readonly Entry[];
  find(id: string): Entry | undefined;
  /** False once the entry was removed or the list was closed. */
  has(entry: Entry): boolean;
  add(image: QueuedImage): Entry;
  remove(entry: Entry): void;
  /** Moves an image to another state and announces it. */
  setState(entry: Entry, state: UploadState): void;
  /** Passes an image to `onChange` as it is. */
  announce(entry: Entry): void;
  /** Changes what is known of an image, without announcing it. */
  amend(entry: Entry, changes: Partial<QueuedImage>): void;
  setFile(entry: Entry, file: ImageFile): void;
  paused: boolean;
  /** Persists what the next start of the mini-program is to go on with. False: not all of it could be written. */
  save(): boolean;
  /** Resolves once every image is final. */
  finished(): Promise<readonly Upload[]>;
  /** From here on nothing changes, and nothing is announced or persisted. */
  close(): void;
}

/** Creates the list with the images that the last run of the mini-program left. */
export function createEntryList(record: QueueRecord, onChange: (upload: Upload) => void): EntryList {
  const restored = record.read();
  // Of an earlier run only the copy can be trusted: another file may lie at the temp path by now.
  const entries = new Map(
    restored.images.map((image) => [image.id, newEntry({ ...image, path: image.copy ?? image.path })]),
  );
  const finishing: (() => void)[] = [];
  let closed = false;

  function resolveIfFinished(): void {
    if (list.all().every(({ state }) => isFinal(state))) for (const resolve of finishing.splice(0)) resolve();
  }

  /** The entry to write to; none where it was removed or the list was closed. */
  function writable(entry: Entry): Writable | undefined {
    const own = entries.get(entry.image.id);
    return own === entry && !closed ? own : undefined;
  }

  const list: EntryList = {
    paused: restored.paused,
    all: () => [...entries.values()],
    find: (id) => entries.get(id),
    has: (entry) => writable(entry) !== undefined,
    add(image) {
      const entry = newEntry(image);
      entries.set(image.id, entry);
      return entry;
    },
    remove(entry) {
      entries.delete(entry.image.id);
      resolveIfFinished();
    },
    setState(entry, state) {
      const own = writable(entry);
      if (!own) return;
      own.state = state;
      list.announce(own);
      resolveIfFinished();
    },
    announce(entry) {
      if (list.has(entry)) onChange({ image: entry.image, state: entry.state });
    },
    amend(entry, changes) {
      const own = writable(entry);
      if (own) own.image = { ...own.image, ...changes };
    },
    setFile(entry, file) {
      const own = writable(entry);
      if (own) own.file = file;
    },
    save() {
      if (closed) return true;
      const unfinished = list.all().filter(({ state }) => state.name !== 'stored' && state.name !== 'cancelled');
      return record.write({ paused: list.paused, images: unfinished.map(({ image }) => image) });
    },
    finished: () =>
      new Promise((resolve) => {
        finishing.push(() => resolve(list.all().map(({ image, state }) => ({ image, state }))));
        resolveIfFinished();
      }),
    close() {
      closed = true;
    },
  };
  return list;
}

interface Writable extends Upload {
  file: ImageFile | undefined;
}

function newEntry(image: QueuedImage): Writable {
  return { image, state: { name: 'waiting' }, file: undefined };
}
