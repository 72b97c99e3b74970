import type { PickedImage } from './pick-images';
import type { PostProgress } from './post-object';
import type { Task } from './task';
import { asUploadError, type UploadError } from './upload-error';
import type { StoredObject } from './upload-image';

/** Where an image stands. */
export type UploadState =
  | { name: 'waiting' }
  | { name: 'uploading'; percent: number }
  | { name: 'processing' }
  | { name: 'stored'; object: StoredObject }
  | { name: 'failed'; error: UploadError };

export interface QueueOptions {
  /** Does the whole for one image. */
  upload: (image: PickedImage, onProgress: (progress: PostProgress) => void) => Task<StoredObject>;
  /** How many at once, 1 to 10: WeChat takes no more. Default 3. */
  parallel?: number;
  /** Called at every change of an image that is still in the queue. */
  onChange: (image: PickedImage, state: UploadState) => void;
}

export interface UploadQueue {
  /** Uploads these after those added before. */
  add(images: readonly PickedImage[]): void;
  /** Tries a failed image again; without effect on any other. */
  retry(id: string): void;
  /** Forgets an image and stops its upload, if it runs. What is stored stays in OSS. */
  remove(id: string): void;
}

interface Entry {
  image: PickedImage;
  state: UploadState;
  task?: Task<StoredObject>;
}

/** Uploads images a few at once, in the order in which they came. One that fails holds up none of the others. */
export function createUploadQueue({ upload, parallel = 3, onChange }: QueueOptions): UploadQueue {
  /** In the order added; an entry that is no longer in here is forgotten, and its late answers are dropped. */
  const entries = new Map<string, Entry>();

  const isHere = (entry: Entry) => entries.get(entry.image.id) === entry;

  function change(entry: Entry, state: UploadState): void {
    if (!isHere(entry)) return;
    entry.state = state;
    onChange(entry.image, state);
  }

  async function run(entry: Entry): Promise<void> {
    change(entry, { name: 'uploading', percent: 0 });
    if (!isHere(entry)) return; // removed by who heard of it
    try {
      entry.task = upload(entry.image, (progress) => change(entry, fromProgress(progress)));
      change(entry, { name: 'stored', object: await entry.task.result });
    } catch (error) {
      change(entry, { name: 'failed', error: asUploadError(error) });
    }
    startNext();
  }

  function startNext(): void {
    // Looked up anew each time: whoever hears of a start may add and remove.
    for (;;) {
      const all = [...entries.values()];
      const next = all.find(({ state }) => state.name === 'waiting');
      if (!next || all.filter(isRunning).length >= parallel) return;
      void run(next);
    }
  }

  return {
    add(images) {
      for (const image of images) {
        const entry: Entry = { image, state: { name: 'waiting' } };
        entries.set(image.id, entry);
        change(entry, entry.state);
      }
      startNext();
    },
    retry(id) {
      const entry = entries.get(id);
      if (entry?.state.name !== 'failed') return;
      change(entry, { name: 'waiting' });
      startNext();
    },
    remove(id) {
      const entry = entries.get(id);
      entries.delete(id);
      if (entry && isRunning(entry)) entry.task?.abort();
      startNext();
    },
  };
}

function fromProgress(progress: PostProgress): UploadState {
  return progress.phase === 'processing' ? { name: 'processing' } : { name: 'uploading', percent: progress.percent };
}

function isRunning({ state }: Entry): boolean {
  return state.name === 'uploading' || state.name === 'processing';
}
