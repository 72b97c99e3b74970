import { UploadError } from '../errors/upload-error';
import type { Entry, EntryList } from './entry-list';
import type { ImageKeeper } from './image-keeper';

/** Looks at the file of an image before it is uploaded, and keeps it where it outlasts the mini-program. */
export interface Intake {
  /** For an image that was just picked. Resolves with the entry that holds the same picture already, if there is one. */
  picked(entry: Entry): Promise<Entry | undefined>;
  /** For an image that an earlier run left. */
  left(entry: Entry): Promise<void>;
}

export interface IntakeOptions {
  list: EntryList;
  keeper: ImageKeeper;
  allowDuplicates: boolean;
  /** Called when an image may be uploaded. */
  onReady: (entry: Entry) => void;
  /** Called for one that has to be picked again. */
  onMissing: (entry: Entry, error: UploadError) => void;
}

export function createIntake({ list, keeper, allowDuplicates, onReady, onMissing }: IntakeOptions): Intake {
  /** One after the other, so that of two images that are the same the first one stays. */
  let turn: Promise<unknown> = keeper.sweep(list.all().flatMap(({ image }) => image.copy ?? []));

  function inTurn<Result>(look: () => Promise<Result>): Promise<Result> {
    const result = turn.then(look);
    turn = result.catch(() => {}); // told to whoever asked
    return result;
  }

  async function keep(entry: Entry): Promise<void> {
    const copy = await keeper.keep(entry.image);
    if (list.find(entry.image.id) !== entry) {
      if (copy !== undefined) await keeper.release(copy);
      return;
    }
    list.amend(entry, { copy });
    const isSafe = list.save() && copy !== undefined;
    list.amend(entry, { atRisk: !isSafe });
    if (!isSafe && entry.state.name === 'waiting') list.change(entry, entry.state);
    entry.ready = true;
    onReady(entry);
  }

  /** A new file for an entry that had come to an end, where its own is gone. It keeps its id, and so its key. */
  async function takeOver(twin: Entry, path: string): Promise<void> {
    const { copy, digest } = twin.image;
    if (copy !== undefined && (await keeper.digest(copy)) === digest) return;
    list.amend(twin, { path, copy: undefined });
    await keep(twin);
  }

  return {
    picked: (entry) =>
      inTurn(async () => {
        const { path } = entry.image;
        const digest = await keeper.digest(path);
        if (!list.has(entry)) return undefined;
        list.amend(entry, { digest });
        const twin = list.all().find((one) => one !== entry && one.image.digest === digest);
        if (allowDuplicates || digest === undefined || !twin) {
          await keep(entry);
          return undefined;
        }
        list.remove(entry);
        if (twin.state.name === 'failed' || twin.state.name === 'cancelled') await takeOver(twin, path);
        list.save();
        return twin;
      }),

    left: (entry) =>
      inTurn(async () => {
        const { copy, path, digest } = entry.image;
        // Another file may lie at the path of a temp file by now.
        const isThere = digest !== undefined && (await keeper.digest(path)) === digest;
        if (!list.has(entry)) return;
        if (!isThere) {
          onMissing(entry, new UploadError('file-missing', `Expected the picked image at ${path}, it is gone.`));
        } else if (copy === undefined) await keep(entry);
        else {
          entry.ready = true;
          onReady(entry);
        }
      }),
  };
}
