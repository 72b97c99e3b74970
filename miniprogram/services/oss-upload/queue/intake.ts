import { asUploadError, UploadError } from '../errors/upload-error';
import type { ImageFile } from '../image/read-image';
import type { Entry, EntryList } from './entries';
import type { ImageCopies } from './image-copies';

/** Makes images ready for upload: reads each file once, drops duplicates, and copies the file to where it outlives the mini-program. */
export interface Intake {
  /** Takes in an image that was just picked. @returns the entry that holds the same picture already, if there is one */
  add(entry: Entry): Promise<Entry | undefined>;
  /** Takes in an image of an earlier run, or one whose file could not be read before. */
  restore(entry: Entry): Promise<void>;
}

export interface IntakeOptions {
  list: EntryList;
  copies: ImageCopies;
  readImage: (path: string) => Promise<ImageFile>;
  allowDuplicates: boolean;
  /** Called when an image may be uploaded. */
  onReady: () => void;
  /** Called for an image that cannot be uploaded. */
  onUnusable: (entry: Entry, error: UploadError) => void;
}

export function createIntake(options: IntakeOptions): Intake {
  const { list, copies, readImage, allowDuplicates, onReady, onUnusable } = options;
  /** One image after the other, so that of two that are the same the first one stays. */
  let turn: Promise<unknown> = copies.sweep(list.all().flatMap(({ image }) => image.copy ?? []));

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = turn.then(work);
    turn = result.catch(() => {}); // the caller gets it
    return result;
  }

  function ready(entry: Entry, file: ImageFile): void {
    list.setFile(entry, file);
    onReady();
  }

  async function copy(entry: Entry, file: ImageFile): Promise<void> {
    const { id } = entry.image;
    const path = await copies.create({ id, path: file.path });
    if (list.find(id) !== entry) {
      if (path !== undefined) await copies.delete(path);
      return;
    }
    list.amend(entry, { copy: path });
    const atRisk = !list.save() || path === undefined;
    list.amend(entry, { atRisk });
    if (atRisk && entry.state.name === 'waiting') list.announce(entry);
    ready(entry, { ...file, path: path ?? file.path });
  }

  /** Gives a failed or cancelled entry the new file, where its own is gone. It keeps its id, and so its key. */
  async function replaceFile(entry: Entry, file: ImageFile): Promise<void> {
    const own = entry.image.copy === undefined ? undefined : await read(entry.image.copy);
    if (own && !(own instanceof UploadError) && own.digest === file.digest) return ready(entry, own);
    list.amend(entry, { path: file.path, copy: undefined });
    await copy(entry, file);
  }

  function read(path: string): Promise<ImageFile | UploadError> {
    return readImage(path).catch(asUploadError);
  }

  return {
    add: (entry) =>
      inTurn(async () => {
        const file = await read(entry.image.path);
        if (!list.has(entry)) return undefined;
        if (file instanceof UploadError) {
          onUnusable(entry, file);
          return undefined;
        }
        const { digest, size } = file;
        list.amend(entry, { digest, size });
        const twin = list.all().find((one) => one !== entry && one.image.digest === digest);
        if (allowDuplicates || !twin) {
          await copy(entry, file);
          return undefined;
        }
        list.remove(entry);
        if (twin.state.name === 'failed' || twin.state.name === 'cancelled') await replaceFile(twin, file);
        list.save();
        return twin;
      }),

    restore: (entry) =>
      inTurn(async () => {
        const { path, digest } = entry.image;
        const file = await read(path);
        if (!list.has(entry)) return;
        // Another file may lie at the path of a temp file by now.
        if (file instanceof UploadError || digest === undefined || file.digest !== digest) {
          onUnusable(entry, new UploadError('file-missing', `Expected the picked image at ${path}, it is gone.`));
        } else if (entry.image.copy === undefined) await copy(entry, file);
        else ready(entry, file);
      }),
  };
}
