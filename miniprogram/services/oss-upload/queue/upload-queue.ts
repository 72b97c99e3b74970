import type { PickedImage } from '../image/pick-images';
import type { Task } from '../post/task';
import type { StoredObject } from '../post/upload-image';
import { createAttempts, type UploadEvents } from './attempts';
import { createEntryList, type Entry } from './entry-list';
import { createIntake } from './intake';
import { isFinal, isRetriable, type QueuedImage, type QueueStatus, type Upload } from './upload';
import { type QueueEdges, wxEdges } from './wx-edges';

export interface QueueOptions {
  /** One try for one image; `uploadImage` does it. */
  upload: (image: QueuedImage, events: UploadEvents) => Task<StoredObject>;
  /** How many at once, 1 to 10: WeChat takes no more. Default 3. */
  parallel?: number;
  /** Uploads the same picture as often as it is picked. Default false: once. */
  allowDuplicates?: boolean;
  /** Called at every change of an image that is in the queue; first for those that an earlier run left. */
  onChange: (upload: Upload) => void;
  /** Called at the beginning, and when the whole queue is held up or goes on. */
  onStatus?: (status: QueueStatus) => void;
}

export interface UploadQueue {
  /**
   * Uploads these after those added before.
   * @returns those that were in the queue already, under whatever path; they are forgotten, the ones there go on
   */
  add(images: readonly PickedImage[]): Promise<readonly PickedImage[]>;
  /** Tries a failed or cancelled image again; without effect on any other. */
  retry(id: string): void;
  /** Tries all failed images again, but those that would only fail again, and those that may be stored already. */
  retryFailed(): void;
  /** Stops an image that is not final. It can be retried as long as the mini-program runs. */
  cancel(id: string): void;
  cancelAll(): void;
  /** Forgets an image and stops its upload, if it runs. What is stored stays in OSS. */
  remove(id: string): void;
  /** Stops what is uploading, and starts nothing until `resume`, even if the mini-program is started anew meanwhile. */
  pause(): void;
  resume(): void;
  /** All images, in the order picked. */
  uploads(): readonly Upload[];
  /** Resolves with all images, in the order picked, once each is stored, failed or cancelled. */
  finished(): Promise<readonly Upload[]>;
  /** Stops everything and forgets nothing: the next queue goes on with it. Nothing is told any more. */
  close(): void;
}

/**
 * Uploads images a few at once, in the order picked, each of them once: tries again what that can mend, waits for the
 * foreground and the network, and goes on by itself after the mini-program was ended. One that fails holds up no other.
 */
export function createUploadQueue(options: QueueOptions, edges: QueueEdges = wxEdges()): UploadQueue {
  const { upload, parallel = 3, allowDuplicates = false, onChange, onStatus } = options;
  const { keeper, record, surroundings, timer, random } = edges;
  if (!(parallel >= 1 && parallel <= 10)) throw new RangeError(`Expected parallel to be 1 to 10, got ${parallel}.`);

  const list = createEntryList(record, onChange);
  const attempts = createAttempts({ list, upload, parallel, surroundings, timer, random, onStored: store });
  const intake = createIntake({
    list,
    keeper,
    allowDuplicates,
    onReady: attempts.startNext,
    onMissing: attempts.fail,
  });
  const tellStatus = () => onStatus?.({ paused: list.paused, online: surroundings.online });
  const unwatch = surroundings.watch(() => {
    tellStatus();
    attempts.disturb();
  });

  function store(entry: Entry, object: StoredObject): void {
    const { copy } = entry.image;
    list.amend(entry, { copy: undefined, atRisk: false });
    list.change(entry, { name: 'stored', object });
    // The record first: a copy that it does not name is swept at the next start, an image without its copy is lost.
    list.save();
    if (copy !== undefined) void keeper.release(copy);
  }

  function retry(entry: Entry): void {
    const { state } = entry;
    if (state.name !== 'failed' && state.name !== 'cancelled') return;
    entry.failures = 0;
    entry.renewed = false;
    // Whoever retries this accepts that it may be stored twice.
    if (state.name === 'failed' && state.error.code === 'outcome-unknown') list.amend(entry, { sentAs: undefined });
    list.change(entry, { name: 'waiting' });
    list.save();
    if (!entry.ready) void intake.left(entry);
    attempts.startNext();
  }

  function cancel(entries: readonly Entry[]): void {
    for (const entry of entries.filter(({ state }) => !isFinal(state))) {
      attempts.stop(entry);
      list.change(entry, { name: 'cancelled' });
    }
    list.save();
    attempts.startNext();
  }

  function setPaused(paused: boolean): void {
    list.paused = paused;
    list.save();
    tellStatus();
  }

  /** What is told of those that an earlier run left comes in a turn of its own, when the caller has the queue in hands. */
  async function takeUp(): Promise<void> {
    const left = list.all();
    await Promise.resolve();
    tellStatus();
    for (const entry of left) {
      list.change(entry, entry.state);
      void intake.left(entry);
    }
  }

  /** One, or none. */
  function withId(id: string): Entry[] {
    const entry = list.find(id);
    return entry ? [entry] : [];
  }

  void takeUp();
  return {
    async add(images) {
      const known = images.filter(({ id }) => list.find(id));
      const added = images
        .filter((image) => !known.includes(image))
        .map((image) => list.add({ ...image, digest: undefined, copy: undefined, sentAs: undefined, atRisk: false }));
      for (const entry of added) list.change(entry, entry.state);
      list.save();
      const twins = await Promise.all(
        added.map(async (entry) => {
          const twin = await intake.picked(entry);
          if (twin) retry(twin);
          return twin ? entry.image : [];
        }),
      );
      return [...known, ...twins.flat()];
    },
    retry: (id) => withId(id).forEach(retry),
    retryFailed() {
      for (const entry of list.all()) if (isRetriable(entry.state)) retry(entry);
    },
    cancel: (id) => cancel(withId(id)),
    cancelAll: () => cancel(list.all()),
    remove(id) {
      for (const entry of withId(id)) {
        attempts.stop(entry);
        list.remove(entry);
        list.save();
        if (entry.image.copy !== undefined) void keeper.release(entry.image.copy);
      }
      attempts.startNext();
    },
    pause() {
      setPaused(true);
      for (const entry of list.all()) {
        // One whose bytes are all sent costs nothing more, and would have to send them again.
        if (entry.state.name !== 'uploading') continue;
        attempts.stop(entry);
        list.change(entry, { name: 'waiting' });
      }
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
