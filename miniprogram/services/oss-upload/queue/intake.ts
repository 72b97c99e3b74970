import { asUploadError, UploadError } from '../errors/upload-error';
import type { ImageFile } from '../image/read-image';
import type { Entry, EntryList } from './entries';
import type { FindFile } from './find-file';
import type { ImageCopies } from './image-copies';
import { createMakeCopy } from './make-copy';
import { ifPicked } from './picked-file';
import { isFinal } from './upload';

/** Makes images ready for upload: copies each file to where it outlives the mini-program, reads it, and finds duplicates. */
export interface Intake {
  /**
   * Takes in images that were just picked.
   * @param duplicates whether they are allowed, for these images
   * @returns for each as `identify`
   */
  add(entries: readonly Entry[], duplicates: boolean): Promise<(Entry | undefined)[]>;
  /** Takes in an image of an earlier run, or one that is retried and has no file any more. */
  restore(entry: Entry): Promise<void>;
  /**
   * Notes what a file holds.
   * @returns the entry that holds the same picture already, which stays; the given one is dropped
   */
  identify(entry: Entry, file: ImageFile): Promise<Entry | undefined>;
  /** Copies the images that are at risk, now that there may be room. */
  copyAtRisk(): Promise<void>;
}

export interface IntakeOptions {
  list: EntryList;
  copies: ImageCopies;
  readImage: (path: string) => Promise<ImageFile>;
  findFile: FindFile;
  /** What has to be over before the first image is taken in. */
  after: Promise<void>;
  /** Called when an image may be uploaded. */
  onReady: () => void;
  /** Called for an image that cannot be uploaded. */
  onUnusable: (entry: Entry, error: UploadError) => void;
  /** Uploads the same picture as often as it is picked. */
  allowDuplicates: boolean;
  /** Called for an image whose content is already queued: it is to be dropped, and its twin goes on. */
  onDuplicate: (entry: Entry, twin: Entry) => void;
}

/** Tries to read a file. */
const READS = 3;

export function createIntake(options: IntakeOptions): Intake {
  const { list, copies, readImage, findFile, after, allowDuplicates, onReady, onUnusable, onDuplicate } = options;
  /** Whether duplicates are allowed, for images of this run. */
  const allowed = new WeakMap<Entry, boolean>();
  /** One image after the other, so that of two that are the same the first one stays. */
  let turn: Promise<unknown> = after;

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = turn.then(work);
    turn = result.catch(() => {}); // the caller gets it
    return result;
  }

  /** Reads a file; asks again before it believes a failure that can pass: without the digest nothing can be compared. */
  async function retryRead(readFile: () => Promise<ImageFile>): Promise<ImageFile | UploadError> {
    for (let tries = 1; ; tries++) {
      const file = await readFile().catch(asUploadError);
      if (!(file instanceof UploadError) || file.remedy !== 'retry' || tries === READS) return file;
    }
  }

  const read = (path: string) => retryRead(() => readImage(path));

  const makeCopy = createMakeCopy(list, copies, read);

  const needsFile = (entry: Entry) => list.has(entry) && entry.state.name !== 'stored';

  async function copy(entry: Entry): Promise<void> {
    const copied = await makeCopy(entry.image);
    // After closing it stays: the next queue goes on with it.
    if (!needsFile(entry) && !list.closed && copied !== undefined) return void (await copies.delete(copied));
    list.amend(entry, { copy: copied });
    const atRisk = !list.save(entry) || copied === undefined;
    if (atRisk === entry.image.atRisk) return;
    list.amend(entry, { atRisk });
    list.announce(entry);
  }

  /** What the copy holds, if it is what was picked; a copy that is not is made anew, once, and then done without. */
  async function readCopy(entry: Entry): Promise<ImageFile | UploadError> {
    const { path, size } = entry.image;
    const picked = await read(path);
    for (const isLast of [false, true]) {
      const { copy: copied } = entry.image;
      if (copied === undefined || copied === path) return picked;
      const file = await read(copied);
      // A temp file that is gone cannot be compared: the copy is what there is, if it has the size that the picker gave.
      if (picked instanceof UploadError && (file instanceof UploadError || ifPicked(file, { digest: undefined, size })))
        return file;
      if (!(picked instanceof UploadError)) {
        if (!(file instanceof UploadError) && file.digest === picked.digest) return file;
        // It may be whole, and needed once the temp file is gone.
        if (file instanceof UploadError && file.remedy === 'retry') return picked;
      }
      await copies.delete(copied);
      list.amend(entry, { copy: undefined });
      if (!isLast) await copy(entry);
    }
    list.amend(entry, { atRisk: true });
    list.announce(entry);
    return picked;
  }

  /** As `readCopy`, and looks everywhere before a file counts as missing. */
  async function readPicked(entry: Entry): Promise<ImageFile | UploadError> {
    const file = await readCopy(entry);
    if (!(file instanceof UploadError) || file.code !== 'file-missing') return file;
    return retryRead(() => findFile(entry));
  }

  function ready(entry: Entry, file: ImageFile | undefined): void {
    list.setReady(entry, file);
    onReady();
  }

  /** Gives an entry the file of its duplicate, where its own copy is gone. It keeps its id, and so its key. */
  async function replaceFile(entry: Entry, duplicate: Entry): Promise<void> {
    const { copy: old } = entry.image;
    const own = old === undefined ? undefined : ifPicked(await read(old), entry.image);
    if (own) return ready(entry, own);
    if (!needsFile(entry)) return;
    const { copy: lent, path } = duplicate.image;
    // Given, not copied: there may be no room for another one.
    const given = lent === undefined ? undefined : await copies.give(lent, entry.image);
    if (given !== undefined && !needsFile(entry) && !list.closed) {
      list.amend(duplicate, { copy: await copies.give(given, duplicate.image) });
      return;
    }
    // A picked file that is there may be needed where the copy is not whole.
    list.amend(entry, { path: path === lent ? (given ?? path) : path, copy: given });
    if (given === undefined) await copy(entry);
    else {
      list.amend(duplicate, { copy: undefined });
      list.amend(entry, { atRisk: !list.save(entry) });
    }
    // What was read long ago may be another file by now; the next try looks for it.
    ready(entry, isFinal(entry.state) ? undefined : entry.file);
  }

  /** False where the twin was removed meanwhile: then the image is the only one. */
  async function dropFor(twin: Entry, entry: Entry): Promise<boolean> {
    if (twin.state.name !== 'stored') await replaceFile(twin, entry);
    if (!list.has(twin)) return false;
    onDuplicate(entry, twin);
    return true;
  }

  function twinOf(entry: Entry, digest: string): Entry | undefined {
    return list.all().find((one) => one !== entry && one.image.digest === digest && !isDamaged(one));
  }

  async function identify(entry: Entry, { digest, size }: ImageFile): Promise<Entry | undefined> {
    const twin = (allowed.get(entry) ?? allowDuplicates) ? undefined : twinOf(entry, digest);
    if (twin && (await dropFor(twin, entry))) return twin;
    list.amend(entry, { digest, size });
    list.save(entry);
    return undefined;
  }

  /** @returns as `identify` */
  async function admit(entry: Entry, file: ImageFile | UploadError): Promise<Entry | undefined> {
    if (!list.has(entry)) return undefined;
    if (file instanceof UploadError) {
      // What passes by itself is retried with the upload.
      if (file.remedy === 'retry') ready(entry, undefined);
      else onUnusable(entry, file);
      return undefined;
    }
    const twin = entry.image.digest === undefined ? await identify(entry, file) : undefined;
    if (!twin) ready(entry, file);
    return twin;
  }

  return {
    add(entries, duplicates) {
      for (const entry of entries) allowed.set(entry, duplicates);
      // All at once: until it is copied, a picked file is lost when the mini-program ends.
      const copying = entries.map(copy);
      return Promise.all(
        entries.map((entry, index) =>
          inTurn(async () => {
            await copying[index];
            return list.has(entry) ? admit(entry, await readPicked(entry)) : undefined;
          }),
        ),
      );
    },

    restore: (entry) =>
      inTurn(async () => {
        if (!list.has(entry) || entry.state.name !== 'waiting') return;
        if (entry.image.copy === undefined) {
          await copy(entry);
          await readCopy(entry);
        }
        // A copy without a digest was made just before the mini-program ended, and is trusted: it has the size picked.
        await admit(entry, await retryRead(() => findFile(entry)));
      }),

    identify,

    copyAtRisk: () =>
      inTurn(async () => {
        for (const entry of list.all()) {
          const { image, state } = entry;
          if (list.closed) return;
          if (!image.atRisk || image.copy !== undefined || state.name === 'stored' || state.name === 'failed') continue;
          await copy(entry);
          if (entry.image.copy === undefined) return;
          const file = await readCopy(entry);
          if (!entry.file) continue;
          // Where it is not what was picked, the next try reads it again and refuses it.
          list.setFile(entry, ifPicked(file, entry.image));
        }
      }),
  };
}

/** Whether OSS holds other bytes under the key of an image: picked again it needs another key. */
function isDamaged({ state }: Entry): boolean {
  return state.name === 'failed' && state.error.code === 'checksum-mismatch';
}
