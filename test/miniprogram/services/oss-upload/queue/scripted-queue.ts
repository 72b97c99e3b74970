import { UploadError, type UploadErrorCode } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import type { PickedImage } from '../../../../../miniprogram/services/oss-upload/image/pick-images';
import type { PostProgress } from '../../../../../miniprogram/services/oss-upload/post/post-object';
import type { StoredObject } from '../../../../../miniprogram/services/oss-upload/post/upload-image';
import type { RecordedQueue } from '../../../../../miniprogram/services/oss-upload/queue/queue-record';
import type {
  QueuedImage,
  QueueStatus,
  UploadState,
} from '../../../../../miniprogram/services/oss-upload/queue/upload';
import {
  createUploadQueue,
  type QueueOptions,
} from '../../../../../miniprogram/services/oss-upload/queue/upload-queue';
import type { QueueEdges } from '../../../../../miniprogram/services/oss-upload/queue/wx-edges';

/** A try that the queue started, and that the test ends. */
export interface ScriptedTry {
  readonly id: string;
  readonly image: QueuedImage;
  readonly aborted: boolean;
  readonly ended: boolean;
  progress(progress: PostProgress): void;
  /** The first byte leaves. */
  send(): void;
  store(): void;
  fail(code?: UploadErrorCode, details?: { retryAfter?: number }): void;
}

/** What outlasts the mini-program: its storage, and the files that lie on the phone, by path and with their digests. */
export class ScriptedDisk {
  record: RecordedQueue = { paused: false, images: [] };
  readonly files = new Map<string, string>();
  /** What happened to it, in order. */
  readonly log: string[] = [];
  isFull = false;
  isStorageFull = false;
  /** Happens when a file was just copied, before the queue hears of it. */
  onCopied: (id: string) => void = () => {};
}

export interface ScriptedQueueOptions extends Partial<Pick<QueueOptions, 'parallel' | 'allowDuplicates'>> {
  disk?: ScriptedDisk;
  random?: () => number;
  /** Called after a change was noted. */
  onChange?: (id: string, state: UploadState) => void;
}

const COPIES = 'wxfile://usr/';

/** A queue over edges of the test's own; nothing happens by itself, but for what a promise brings. */
export function scriptedQueue(options: ScriptedQueueOptions = {}) {
  const { disk = new ScriptedDisk(), random = () => 0.5, onChange, ...rest } = options;
  const tries: ScriptedTry[] = [];
  const changes: { id: string; state: UploadState }[] = [];
  const statuses: QueueStatus[] = [];
  const timers = new Set<{ wait: number; callback: () => void }>();
  const listeners = new Set<() => void>();
  const around = { shown: true, online: true };
  let killed = false;

  const edges: QueueEdges = {
    keeper: {
      digest: async (path) => disk.files.get(path),
      async keep({ id, path }) {
        const digest = disk.files.get(path);
        if (killed || disk.isFull || digest === undefined) return undefined;
        disk.files.set(`${COPIES}${id}`, digest);
        disk.onCopied(id);
        return `${COPIES}${id}`;
      },
      async release(copy) {
        if (killed) return;
        disk.files.delete(copy);
        disk.log.push(`release ${copy}`);
      },
      async sweep(copies) {
        for (const path of disk.files.keys()) {
          if (path.startsWith(COPIES) && !copies.includes(path)) disk.files.delete(path);
        }
      },
    },
    record: {
      read: () => disk.record,
      write(queue) {
        if (killed || disk.isStorageFull) return false;
        disk.record = JSON.parse(JSON.stringify(queue));
        disk.log.push(
          `record ${queue.images.map(({ id, sentAs }) => (sentAs ? `${id} as ${sentAs}` : id)).join(', ')}`,
        );
        return true;
      },
    },
    surroundings: {
      get shown() {
        return around.shown;
      },
      get online() {
        return around.online;
      },
      watch(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    timer(wait, callback) {
      const timer = { wait, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    random,
  };

  const queue = createUploadQueue(
    {
      ...rest,
      upload(image, { onProgress, onSentAs }) {
        let aborted = false;
        let ended = false;
        const key = `uploads/${image.id}.jpg`;
        const result = new Promise<StoredObject>((resolve, reject) => {
          tries.push({
            id: image.id,
            image,
            get aborted() {
              return aborted;
            },
            get ended() {
              return ended || aborted;
            },
            progress: onProgress,
            send: () => onSentAs(key),
            store() {
              ended = true;
              resolve(storedObject(key));
            },
            fail(code = 'network', details = {}) {
              ended = true;
              reject(new UploadError(code, `${image.id} failed: ${code}.`, details));
            },
          });
        });
        return {
          result,
          abort() {
            aborted = true;
          },
        };
      },
      onChange({ image, state }) {
        changes.push({ id: image.id, state });
        onChange?.(image.id, state);
      },
      onStatus: (status) => statuses.push(status),
    },
    edges,
  );

  return {
    queue,
    disk,
    /** In the order in which they were started. */
    tries,
    changes,
    statuses,
    /** The waits that run, in milliseconds. */
    waits: () => [...timers].map(({ wait }) => wait),
    /** All waits end. */
    fire() {
      for (const timer of [...timers]) {
        timers.delete(timer);
        timer.callback();
      }
    },
    change(next: Partial<typeof around>) {
      Object.assign(around, next);
      for (const listener of [...listeners]) listener();
    },
    /** The mini-program is no more: it writes nothing, and its waits do not end. */
    kill() {
      killed = true;
      timers.clear();
    },
    isWatching: () => listeners.size > 0,
    /** Picks these, which lie on the phone from then on; a picture's digest is its id unless told. */
    pick(ids: readonly string[], digestOf: (id: string) => string = (id) => id) {
      const images = pickedImages(...ids);
      for (const { id, path } of images) disk.files.set(path, digestOf(id));
      return queue.add(images);
    },
    /** The last try of an image. */
    tryOf(id: string): ScriptedTry {
      const found = tries.findLast((candidate) => candidate.id === id);
      if (!found) throw new Error(`Expected a try of ${id}, got tries of ${tries.map((one) => one.id).join(', ')}.`);
      return found;
    },
    /** What was told of an image, by the names of the states. */
    told: (id: string) => changes.filter((change) => change.id === id).map(({ state }) => state.name),
    stateOf: (id: string) => queue.uploads().find(({ image }) => image.id === id)?.state,
    /** The images whose try runs. */
    running: () => tries.filter(({ ended }) => !ended).map(({ id }) => id),
  };
}

export function pickedImages(...ids: string[]): PickedImage[] {
  return ids.map((id) => ({ id, path: `wxfile://tmp_${id}.jpg`, size: 1 }));
}

function storedObject(key: string): StoredObject {
  return {
    key,
    url: `https://pictures.example.com/${key}`,
    size: 1,
    contentType: 'image/jpeg',
    etag: undefined,
    requestId: undefined,
    callback: { name: 'none' },
  };
}
