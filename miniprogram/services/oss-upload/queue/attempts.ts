import { asUploadError, type UploadError } from '../errors/upload-error';
import type { Random } from '../image/image-id';
import type { PostProgress } from '../post/post-object';
import type { Task } from '../post/task';
import type { StoredObject } from '../post/upload-image';
import type { Timer } from '../wx/timer';
import type { Attempt, Entry, EntryList } from './entry-list';
import { nextStep, waitAfter } from './retry-rule';
import type { Surroundings } from './surroundings';
import type { QueuedImage } from './upload';

/** What a try tells while it runs, as in `uploadImage`. */
export interface UploadEvents {
  onProgress: (progress: PostProgress) => void;
  onSentAs: (key: string | undefined) => void;
}

export interface AttemptOptions {
  list: EntryList;
  upload: (image: QueuedImage, events: UploadEvents) => Task<StoredObject>;
  parallel: number;
  surroundings: Surroundings;
  timer: Timer;
  random: Random;
  /** Called for an image that is stored, in place of a change. */
  onStored: (entry: Entry, object: StoredObject) => void;
}

/** Runs the tries: as many at once as there may be, in the order picked, again where that can help. */
export interface Attempts {
  /** Fills the free places, as far as anything may run now. */
  startNext(): void;
  /** Ends the try that runs, or the wait for the next one. */
  stop(entry: Entry): void;
  /** Ends it badly. */
  fail(entry: Entry, error: UploadError): void;
  /** The foreground or the network has come or gone. */
  disturb(): void;
}

export function createAttempts(options: AttemptOptions): Attempts {
  const { list, upload, parallel, surroundings, timer, random, onStored } = options;

  function startNext(): void {
    // Looked up anew each time: whoever hears of a start may change everything.
    for (;;) {
      if (list.paused || !surroundings.shown || !surroundings.online) return;
      const all = list.all().filter(list.has);
      const next = all.find(({ state, ready, stopWaiting }) => state.name === 'waiting' && ready && !stopWaiting);
      if (!next || all.filter(({ attempt }) => attempt).length >= parallel) return;
      void run(next);
    }
  }

  async function run(entry: Entry): Promise<void> {
    const attempt: Attempt = { task: undefined, disturbed: false };
    const isRunning = () => entry.attempt === attempt && list.has(entry);
    entry.attempt = attempt;
    list.change(entry, { name: 'uploading', percent: 0 });
    if (!isRunning()) return; // stopped by who heard of it
    try {
      const { image } = entry;
      attempt.task = upload(
        { ...image, path: image.copy ?? image.path },
        {
          onProgress: (progress) => {
            if (isRunning()) noteProgress(entry, progress);
          },
          onSentAs: (sentAs) => {
            if (!isRunning()) return;
            list.amend(entry, { sentAs });
            list.save();
          },
        },
      );
      const object = await attempt.task.result;
      if (isRunning()) {
        stop(entry);
        onStored(entry, object);
      }
    } catch (error) {
      if (isRunning()) afterFailure(entry, attempt.disturbed, asUploadError(error));
    }
    startNext();
  }

  function noteProgress(entry: Entry, progress: PostProgress): void {
    const percent = progress.phase === 'processing' ? 100 : progress.percent;
    if (percent > entry.furthest) {
      entry.furthest = percent;
      entry.failures = 0;
    }
    list.change(entry, progress.phase === 'processing' ? { name: 'processing' } : { name: 'uploading', percent });
  }

  function afterFailure(entry: Entry, disturbed: boolean, error: UploadError): void {
    const { failures, renewed } = entry;
    const step = nextStep(error, { failures, renewed, disturbed }, random);
    if (step.name === 'give-up') {
      fail(entry, error);
      return;
    }
    stop(entry);
    if (step.counts) entry.failures += 1;
    entry.renewed = error.remedy === 'new-policy';
    startAfter(entry, step.wait);
    list.change(entry, { name: 'waiting', error });
  }

  function startAfter(entry: Entry, wait: number): void {
    entry.stopWaiting?.();
    entry.stopWaiting = timer(wait, () => {
      entry.stopWaiting = undefined;
      startNext();
    });
  }

  function stop(entry: Entry): void {
    entry.stopWaiting?.();
    entry.stopWaiting = undefined;
    const { attempt } = entry;
    entry.attempt = undefined;
    attempt?.task?.abort();
  }

  function fail(entry: Entry, error: UploadError): void {
    stop(entry);
    list.change(entry, { name: 'failed', error });
  }

  function disturb(): void {
    for (const entry of list.all()) {
      if (entry.attempt) entry.attempt.disturbed = true;
      // What waits for a better moment need not wait long: this may be it.
      if (entry.stopWaiting) startAfter(entry, waitAfter(0, random));
    }
    startNext();
  }

  return { startNext, stop, fail, disturb };
}
