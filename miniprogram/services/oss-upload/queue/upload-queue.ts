import type { Random } from '../image/image-id';
import type { PickedImage } from '../image/pick-images';
import type { ImageFile } from '../image/read-image';
import type { Task } from '../post/task';
import type { ImageToUpload, StoredObject } from '../post/upload-image';
import { LIMITS } from '../wx/limits';
import type { Timer } from '../wx/timer';
import { createAttempts, type UploadEvents } from './attempts';
import type { Conditions } from './conditions';
import { createEntryList, type Entry } from './entries';
import type { ImageCopies } from './image-copies';
import { createIntake } from './intake';
import type { QueueRecord } from './queue-record';
import { type QueueStatus, retryOf, type Upload } from './upload';

export interface QueueOptions {
  /** Images uploaded at a time, 1 to 10: WeChat takes no more. Default 3. */
  parallel?: number;
  /** Uploads the same picture as often as it is picked. Default false: once. */
  allowDuplicates?: boolean;
  /** Called at every change of an image in the queue, and at the start for those that the last run left. */
  onChange?: (upload: Upload) => void;
  /** Called at the start, and when the whole queue is held up or goes on. */
  onStatus?: (status: QueueStatus) => void;
}

/** What the queue needs from outside; `createUploader` puts it together. */
export interface QueuePorts {
  /** One try for one image. */
  upload: (image: ImageToUpload, events: UploadEvents) => Task<StoredObject>;
  readImage: (path: string) => Promise<ImageFile>;
  copies: ImageCopies;
  record: QueueRecord;
  conditions: Conditions;
  timer: Timer;
  random: Random;
}

/** What became of images that were added. */
export interface AddResult {
  added: readonly PickedImage[];
  /** Images whose content is already queued; they are dropped, the existing uploads continue. */
  duplicates: readonly PickedImage[];
}

export interface UploadQueue {
  /** Uploads these after those added before. Resolves once each was read and copied. */
  add(images: readonly PickedImage[]): Promise<AddResult>;
  /** Retries an image, where `retryOf` its state is not `no`. */
  retry(id: string): void;
  /** Retries all images where `retryOf` their state is `together`. */
  retryFailed(): void;
  /** Stops an image that is not final. It can be retried as long as the mini-program runs. */
  cancel(id: string): void;
  cancelAll(): void;
  /** Drops an image and stops its upload, if there is one. What is stored stays in OSS. */
  remove(id: string): void;
  /** Stops what is uploading and starts nothing until `resume`, also after a restart of the mini-program. */
  pause(): void;
  resume(): void;
  /** All images, in the order picked. */
  uploads(): readonly Upload[];
  /** Resolves with all images, in the order picked, once each is stored, failed or cancelled. */
  finished(): Promise<readonly Upload[]>;
  /** Stops everything and keeps what is persisted: the next queue goes on with it. Nothing is announced any more. */
  close(): void;
}

/**
 * Uploads images a few at a time, in the order picked, each once: retries what a retry can mend, waits for the foreground
 * and the network, and goes on by itself after a restart of the mini-program. One that fails holds up no other.
 * @throws RangeError where `parallel` is out of range
 */
export function createUploadQueue(options: QueueOptions, ports: QueuePorts): UploadQueue {
  const { parallel = 3, allowDuplicates = false, onChange = () => {}, onStatus = () => {} } = options;
  const { upload, readImage, copies, record, conditions, timer, random } = ports;
  const { parallelUploads: most } = LIMITS;
  if (!(parallel >= 1 && parallel <= most)) {
    throw new RangeError(`Expected \`parallel\` to be 1 to ${most}, got ${parallel}.`);
  }

  const list = createEntryList(record, onChange);
  const attempts = createAttempts({ list, upload, parallel, conditions, timer, random, onStored: releaseCopy });
  const intake = createIntake({
    list,
    copies,
    readImage,
    allowDuplicates,
    onReady: attempts.startNext,
    onUnusable: attempts.fail,
  });
  const announceStatus = () => onStatus({ paused: list.paused, online: conditions.online });
  const unwatch = conditions.watch(() => {
    announceStatus();
    attempts.conditionsChanged();
  });

  /** The record goes first: a copy that it does not name is swept at the next start, an image without its copy is lost. */
  function releaseCopy(copy: string | undefined): void {
    list.save();
    if (copy !== undefined) void copies.delete(copy);
  }

  function restart(entry: Entry): void {
    const { state } = entry;
    if (state.name !== 'failed' && state.name !== 'cancelled') return;
    // Retrying this accepts that it may be stored twice.
    if (state.name === 'failed' && state.error.code === 'outcome-unknown') list.amend(entry, { sentAs: undefined });
    attempts.restart(entry);
    list.save();
    if (!entry.file) void intake.restore(entry);
    attempts.startNext();
  }

  function cancel(entries: readonly Entry[]): void {
    entries.forEach(attempts.cancel);
    list.save();
    attempts.startNext();
  }

  function setPaused(paused: boolean): void {
    list.paused = paused;
    list.save();
    announceStatus();
  }

  /** Announces the images of the last run in a later turn, when the caller has the queue, and goes on with them. */
  async function restore(): Promise<void> {
    const restored = list.all();
    await Promise.resolve();
    announceStatus();
    for (const entry of restored) {
      list.announce(entry);
      void intake.restore(entry);
    }
  }

  /** One, or none. */
  function withId(id: string): Entry[] {
    const entry = list.find(id);
    return entry ? [entry] : [];
  }

  async function takeIn(entry: Entry): Promise<{ image: PickedImage; isDuplicate: boolean }> {
    const twin = await intake.add(entry);
    if (twin) restart(twin);
    return { image: entry.image, isDuplicate: twin !== undefined };
  }

  void restore();
  return {
    async add(images) {
      const known = images.filter(({ id }) => list.find(id));
      const entries = images
        .filter((image) => !known.includes(image))
        .map((image) => list.add({ ...image, digest: undefined, copy: undefined, sentAs: undefined, atRisk: false }));
      entries.forEach(list.announce);
      list.save();
      const taken = await Promise.all(entries.map(takeIn));
      const imagesWhere = (isDuplicate: boolean) =>
        taken.flatMap((one) => (one.isDuplicate === isDuplicate ? one.image : []));
      return { added: imagesWhere(false), duplicates: [...known, ...imagesWhere(true)] };
    },
    retry(id) {
      for (const entry of withId(id)) if (retryOf(entry.state) !== 'no') restart(entry);
    },
    retryFailed() {
      for (const entry of list.all()) if (retryOf(entry.state) === 'together') restart(entry);
    },
    cancel: (id) => cancel(withId(id)),
    cancelAll: () => cancel(list.all()),
    remove(id) {
      for (const entry of withId(id)) {
        attempts.stop(entry);
        list.remove(entry);
        releaseCopy(entry.image.copy);
      }
      attempts.startNext();
    },
    pause() {
      setPaused(true);
      attempts.suspend();
    },
    resume() {
      setPaused(false);
      attempts.startNext();
    },
    uploads: () => list.all().map(({ image, state }) => ({ image, state })),
    finished: list.finished,
    close() {
      list.close();
      unwatch();
      list.all().forEach(attempts.stop);
    },
  };
}
