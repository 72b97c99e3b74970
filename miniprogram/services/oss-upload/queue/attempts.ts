import { asUploadError, UploadError } from '../errors/upload-error';
import type { Random } from '../image/image-id';
import type { ImageFile } from '../image/read-image';
import type { PostProgress } from '../post/post-object';
import type { Task } from '../post/task';
import type { ImageToUpload, StoredObject } from '../post/upload-image';
import type { Timer } from '../wx/timer';
import type { Conditions } from './conditions';
import type { Entry, EntryList } from './entries';
import type { FindFile } from './find-file';
import { createParallelism } from './parallelism';
import { backoff, isFileFault, nextStep } from './retry-rule';
import { type Attempt, bytesLeft, createTriesByEntry, type Tries } from './tries';
import { isFinal } from './upload';

/** What a try reports while it runs, as in `uploadImage`. */
export interface UploadEvents {
  onProgress: (progress: PostProgress) => void;
  onSentAs: (key: string | undefined) => void;
}

export interface AttemptOptions {
  list: EntryList;
  /** One try for one image. */
  upload: (image: ImageToUpload, events: UploadEvents) => Task<StoredObject>;
  findFile: FindFile;
  /** As `Intake.identify`. */
  identify: (entry: Entry, file: ImageFile) => Promise<unknown>;
  parallel: number;
  paused: () => boolean;
  conditions: Conditions;
  timer: Timer;
  random: Random;
  /** Called once it is persisted that an image is stored or has permanently failed: its copy is no longer needed. */
  onDone: (entry: Entry) => void;
}

/** Uploads the images of a list: `parallel` at a time, in the order picked, each retried where that can help. */
export interface Attempts {
  /** Starts as many tries as there is room for, as far as anything may run now. */
  startNext(): void;
  /** Makes an image wait for a try, as if none had failed. */
  restart(entry: Entry): void;
  /** Ends the wait of an image for its next try. */
  retryNow(entry: Entry): void;
  /** Stops an image. One whose bytes are all sent is left to OSS: if it answers that the image is stored, it is. */
  cancel(entry: Entry): void;
  fail(entry: Entry, error: UploadError): void;
  /** Stops the try in flight, or the wait for the next one, and leaves the state as it is. */
  stop(entry: Entry): void;
  /** Stops what is uploading; it waits. What is processing goes on: its bytes would have to be sent again. */
  suspend(): void;
  /** The foreground or the network has come, gone or changed. */
  conditionsChanged(): void;
}

export function createAttempts(options: AttemptOptions): Attempts {
  const { list, upload, findFile, identify, parallel, paused, conditions, timer, random, onDone } = options;
  const { of: triesOf, peek } = createTriesByEntry();
  const parallelism = createParallelism(parallel);
  /** In the background a call has failed, so others would. Before that they run: a picker hides the mini-program, too. */
  let isSuspended = false;

  function startNext(): void {
    // Looked up anew each time: a listener that is called at a start may change everything.
    for (;;) {
      if (list.closed || paused() || isSuspended || !conditions.online) return;
      const left: number[] = [];
      let next: Entry | undefined;
      for (const entry of list.all()) {
        const tries = peek(entry);
        if (tries?.inFlight) left.push(bytesLeft(entry));
        else if (!next && entry.state.name === 'waiting' && entry.ready && !tries?.stopWaiting) next = entry;
      }
      if (!next || !parallelism.mayStart(left)) return;
      void run(next);
    }
  }

  async function run(entry: Entry): Promise<void> {
    const tries = triesOf(entry);
    const attempt: Attempt = { task: undefined, disturbed: false, moved: false };
    /** False once it was stopped: what it still reports is dropped. */
    const isCurrent = () => tries.inFlight === attempt && list.has(entry);
    tries.inFlight = attempt;
    list.setState(entry, { name: 'uploading', percent: 0 });
    if (!isCurrent()) return; // stopped by a listener
    try {
      const file = entry.file ?? (await findFile(entry));
      // It could not be read when it was picked.
      if (isCurrent() && entry.image.digest === undefined) await identify(entry, file);
      if (!isCurrent()) return;
      if (paused()) throw new UploadError('interrupted', 'Expected the owner of the image to be logged in still.');
      list.setFile(entry, file);
      const { id, sentAs } = entry.image;
      attempt.task = upload(
        { id, file, sentAs },
        {
          onProgress: (progress) => {
            if (isCurrent()) noteProgress(entry, attempt, progress);
          },
          onSentAs: (sentAs) => {
            if (!isCurrent()) return;
            list.amend(entry, { sentAs });
            if (list.save(entry)) return;
            list.amend(entry, { atRisk: true });
            list.announce(entry);
          },
        },
      );
      const object = await attempt.task.result;
      if (isCurrent()) store(entry, object);
    } catch (error) {
      if (isCurrent()) afterFailure(entry, attempt, asUploadError(error));
    }
    startNext();
  }

  function noteProgress(entry: Entry, attempt: Attempt, progress: PostProgress): void {
    if (entry.state.name === 'cancelled') return;
    const tries = triesOf(entry);
    const percent = progress.phase === 'processing' ? 100 : progress.percent;
    if (percent > tries.furthest) {
      attempt.moved = percent > 0;
      tries.furthest = percent;
      tries.failures = 0;
    }
    list.setState(entry, progress.phase === 'processing' ? { name: 'processing' } : { name: 'uploading', percent });
  }

  function store(entry: Entry, object: StoredObject): void {
    triesOf(entry).inFlight = undefined;
    parallelism.succeeded();
    list.amend(entry, { atRisk: false });
    if (list.setState(entry, { name: 'stored', object })) onDone(entry);
  }

  function afterFailure(entry: Entry, { disturbed, moved }: Attempt, error: UploadError): void {
    const tries = triesOf(entry);
    tries.inFlight = undefined;
    if (error.code === 'too-many-uploads') parallelism.refused(list.all().filter((one) => peek(one)?.inFlight).length);
    else parallelism.failed();
    if (!conditions.foreground) isSuspended = true;
    if (entry.state.name === 'cancelled') return;
    const step = nextStep(error, { ...tries, disturbed, moved, wasRead: entry.file !== undefined }, random);
    if (error.code === 'file-missing') list.setFile(entry, undefined);
    if (step.name === 'give-up') {
      giveUp(entry, error);
      return;
    }
    if (step.counts) tries.failures += 1;
    tries.renewals = error.remedy === 'new-policy' ? tries.renewals + 1 : 0;
    startAfter(step.wait, tries);
    list.setState(entry, { name: 'waiting', error, retryIn: step.wait });
  }

  function giveUp(entry: Entry, error: UploadError): void {
    if (list.setState(entry, { name: 'failed', error }) && isFileFault(error)) onDone(entry);
  }

  function startAfter(wait: number, tries: Tries): void {
    tries.stopWaiting?.();
    tries.stopWaiting = timer(wait, () => {
      tries.stopWaiting = undefined;
      startNext();
    });
  }

  function stop(entry: Entry): void {
    const tries = triesOf(entry);
    const { inFlight, stopWaiting } = tries;
    tries.inFlight = undefined;
    tries.stopWaiting = undefined;
    stopWaiting?.();
    inFlight?.task?.abort();
  }

  function restart(entry: Entry): void {
    const tries = triesOf(entry);
    tries.failures = 0;
    tries.renewals = 0;
    // One that was cancelled while OSS was to answer still waits for that answer.
    list.setState(entry, { name: tries.inFlight ? 'processing' : 'waiting' });
  }

  return {
    startNext,
    stop,
    restart,
    retryNow(entry) {
      const tries = triesOf(entry);
      if (tries.stopWaiting) startAfter(0, tries);
    },
    cancel(entry) {
      if (isFinal(entry.state)) return;
      if (entry.state.name !== 'processing') stop(entry);
      list.setState(entry, { name: 'cancelled' });
    },
    fail(entry, error) {
      stop(entry);
      giveUp(entry, error);
    },
    suspend() {
      for (const entry of list.all()) {
        if (entry.state.name !== 'uploading') continue;
        stop(entry);
        list.setState(entry, { name: 'waiting' });
      }
    },
    conditionsChanged() {
      if (conditions.foreground) isSuspended = false;
      parallelism.reset();
      for (const tries of list.all().map(triesOf)) {
        if (tries.inFlight) tries.inFlight.disturbed = true;
        // Conditions just changed, so retry sooner.
        if (tries.stopWaiting) startAfter(backoff(0, random), tries);
      }
      for (const entry of list.all()) {
        const { state } = entry;
        if (state.name === 'failed' && state.error.remedy === 'retry') restart(entry);
      }
      startNext();
    },
  };
}
