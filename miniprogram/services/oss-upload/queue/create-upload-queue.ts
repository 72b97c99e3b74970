import { guarded } from '../errors/guarded';
import type { PickedImage } from '../image/pick-images';
import { LIMITS } from '../wx/limits';
import { createAttempts } from './attempts';
import { createEntryList, type Entry } from './entries';
import { createFindFile } from './find-file';
import { createIntake } from './intake';
import { restoreQueue } from './restore';
import { retryOf } from './upload';
import type { QueueOptions, QueuePorts, UploadQueue } from './upload-queue';

/** Stored images that stay on the list. */
const HISTORY = 200;

/**
 * Uploads images a few at a time, in the order picked, each once: retries what a retry can mend, waits for the foreground
 * and the network, and goes on by itself after a restart of the mini-program. One that fails holds up no other.
 * @throws RangeError where `parallel` is out of range
 */
export function createUploadQueue(options: QueueOptions, ports: QueuePorts): UploadQueue {
  const {
    parallel = LIMITS.parallelUploads,
    allowDuplicates = false,
    onChange = () => {},
    onStatus = () => {},
  } = options;
  const { upload, readImage, copies, records, conditions, timer, random, isOwner } = ports;
  const { parallelUploads: most } = LIMITS;
  if (!(parallel >= 1 && parallel <= most)) {
    throw new RangeError(`Expected \`parallel\` to be 1 to ${most}, got ${parallel}.`);
  }

  let { paused, next } = records.readSettings();
  const list = createEntryList(records, onChange);
  const findFile = createFindFile(list, copies, readImage);
  const attempts = createAttempts({
    list,
    upload,
    findFile,
    identify: (entry, file) => intake.identify(entry, file),
    parallel,
    paused: () => paused || !isOwner(),
    conditions,
    timer,
    random,
    onDone: (entry) => void finish(entry),
  });
  const restored = restore();
  const intake = createIntake({
    list,
    copies,
    readImage,
    findFile,
    after: restored,
    allowDuplicates,
    onReady: attempts.startNext,
    onUnusable: attempts.fail,
    onDuplicate(entry, twin) {
      restart(twin);
      void remove(entry);
      attempts.startNext();
    },
  });
  function announceStatus(): void {
    if (!list.closed) guarded('onStatus', () => onStatus({ paused, online: conditions.online }));
  }

  const unwatch = conditions.watch(() => {
    announceStatus();
    attempts.conditionsChanged();
  });

  /** Announces the images of earlier runs in a later turn, when the caller has the queue, and goes on with them. */
  async function restore(): Promise<void> {
    const entries = await restoreQueue({ list, records, copies, timer, nextNumber });
    announceStatus();
    for (const entry of entries) {
      list.announce(entry);
      void intake.restore(entry);
    }
    list.restored();
  }

  function nextNumber(): number {
    // Where the settings were lost: the number of no image that is there.
    const all = list.all();
    next = Math.max(next, (all[all.length - 1]?.image.number ?? 0) + 1) + 1;
    records.writeSettings({ paused, next });
    return next - 1;
  }

  /** Images whose copies are known to be gone. Of any other one a copy may be there, or come late: the next start looks. */
  const released = new WeakSet<Entry>();

  async function release(entry: Entry, copy: string): Promise<void> {
    if (await copies.delete(copy)) released.add(entry);
  }

  /** Deletes the copy of an image that is persisted as stored or permanently failed. */
  async function finish(entry: Entry): Promise<void> {
    if (!list.has(entry)) return; // closed or removed by a listener
    const { copy } = entry.image;
    list.amend(entry, { copy: undefined });
    list.all().filter(isStored).slice(0, -HISTORY).forEach(remove);
    if (copy !== undefined) await release(entry, copy);
    await intake.copyAtRisk();
  }

  async function remove(entry: Entry): Promise<void> {
    if (!list.has(entry)) return;
    const { id, copy } = entry.image;
    attempts.stop(entry);
    list.remove(entry);
    const isMarked = released.has(entry) || records.markRemoved(id);
    if (copy !== undefined) await release(entry, copy);
    if (released.has(entry) || !isMarked) records.delete(id);
    if (copy !== undefined) await intake.copyAtRisk();
  }

  function restart(entry: Entry): void {
    const { state } = entry;
    if (state.name !== 'failed' && state.name !== 'cancelled') return;
    released.delete(entry); // it may be copied again
    attempts.restart(entry);
    list.save(entry);
    if (!entry.ready) void intake.restore(entry);
    attempts.startNext();
  }

  function cancel(entries: readonly Entry[]): void {
    entries.forEach(attempts.cancel);
    attempts.startNext();
  }

  function setPaused(now: boolean): void {
    if (list.closed) return; // the settings are the next queue's
    paused = now;
    records.writeSettings({ paused, next });
    announceStatus();
  }

  /** One, or none. */
  function withId(id: string): Entry[] {
    const entry = list.find(id);
    return entry ? [entry] : [];
  }

  return {
    async add(images, { allowDuplicates: allowed = allowDuplicates } = {}) {
      // What is recorded of an earlier run is restored, not overwritten.
      if (images.some(({ id }) => records.read(id).name !== 'absent')) await restored;
      if (list.closed) throw new Error(`Expected an open uploader, got ${images.length} images for a closed one.`);
      const known: { image: PickedImage; existing: Entry }[] = [];
      const added: PickedImage[] = [];
      const entries: Entry[] = [];
      for (const image of images) {
        const existing = list.find(image.id);
        const facts = { digest: undefined, copy: undefined, sentAs: undefined, atRisk: false };
        if (existing) known.push({ image, existing });
        else entries.push(list.add({ ...image, number: nextNumber(), ...facts }));
      }
      entries.forEach(list.save);
      entries.forEach(list.announce);
      const twins = await intake.add(entries, allowed);
      entries.forEach(({ image }, index) => {
        const existing = twins[index];
        if (existing) known.push({ image, existing });
        else added.push(image);
      });
      const duplicates = known.map(({ image, existing: { image: twin, state } }) => ({
        image,
        existing: { image: twin, state },
      }));
      return { added, duplicates };
    },
    retry(id) {
      for (const entry of withId(id)) {
        const { state } = entry;
        // Retrying this accepts that it may be stored twice; picking it again does not.
        if (state.name === 'failed' && state.error.code === 'outcome-unknown') list.amend(entry, { sentAs: undefined });
        if (retryOf(state) === 'no') attempts.retryNow(entry);
        else restart(entry);
      }
    },
    retryFailed() {
      for (const entry of list.all()) if (retryOf(entry.state) === 'together') restart(entry);
    },
    cancel: (id) => cancel(withId(id)),
    cancelAll: () => cancel(list.all()),
    remove(id) {
      withId(id).forEach(remove);
      attempts.startNext();
    },
    clearStored() {
      list.all().filter(isStored).forEach(remove);
    },
    pause() {
      setPaused(true);
      attempts.suspend();
    },
    resume() {
      setPaused(false);
      attempts.startNext();
    },
    uploads: list.uploads,
    finished: list.finished,
    close() {
      const entries = list.all();
      list.close();
      unwatch();
      entries.forEach(attempts.stop);
    },
  };
}

function isStored({ state }: Entry): boolean {
  return state.name === 'stored';
}
