import { UploadError, type UploadErrorCode } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import type { PickedImage } from '../../../../../miniprogram/services/oss-upload/image/pick-images';
import type { PostProgress } from '../../../../../miniprogram/services/oss-upload/post/post-object';
import type { Task } from '../../../../../miniprogram/services/oss-upload/post/task';
import type { ImageToUpload, StoredObject } from '../../../../../miniprogram/services/oss-upload/post/upload-image';
import type { UploadEvents } from '../../../../../miniprogram/services/oss-upload/queue/attempts';
import type { RecordedQueue } from '../../../../../miniprogram/services/oss-upload/queue/queue-record';
import type { QueueStatus, UploadState } from '../../../../../miniprogram/services/oss-upload/queue/upload';
import {
  createUploadQueue,
  type QueueOptions,
  type QueuePorts,
} from '../../../../../miniprogram/services/oss-upload/queue/upload-queue';

/** A try that the queue started, and that the test ends. */
export interface ScriptedTry {
  readonly id: string;
  readonly image: ImageToUpload;
  readonly aborted: boolean;
  readonly ended: boolean;
  progress(progress: PostProgress): void;
  /** The first byte leaves. */
  send(): void;
  store(): void;
  fail(code?: UploadErrorCode, details?: { retryAfter?: number }): void;
}

/** What survives the end of the mini-program: its storage, and the phone's files, by path and with their digests. */
export class ScriptedDisk {
  record: RecordedQueue = { paused: false, images: [] };
  readonly files = new Map<string, string>();
  /** The changes to it, in order. */
  readonly log: string[] = [];
  isFull = false;
  isStorageFull = false;
  /** Called when a file was just copied, before the queue goes on. */
  onCopied: (id: string) => void = () => {};
}

export interface ScriptedQueueOptions extends Partial<Pick<QueueOptions, 'parallel' | 'allowDuplicates'>> {
  /** Default: tries that the test ends. */
  upload?: QueuePorts['upload'];
  disk?: ScriptedDisk;
  random?: () => number;
  /** Called after a change was noted. */
  onChange?: (id: string, state: UploadState) => void;
}

const COPIES = 'wxfile://usr/';

/** A queue over ports that the test answers; nothing happens by itself but what promises bring. */
export function scriptedQueue(options: ScriptedQueueOptions = {}) {
  const { disk = new ScriptedDisk(), random = () => 0.5, onChange, upload = startTry, ...rest } = options;
  const tries: ScriptedTry[] = [];
  const changes: { id: string; state: UploadState }[] = [];
  const statuses: QueueStatus[] = [];
  const timers = new Set<{ wait: number; callback: () => void }>();
  const listeners = new Set<() => void>();
  const now = { foreground: true, online: true };
  /** Reads that wait for `readLate`, while there is such a list. */
  let lateReads: (() => void)[] | undefined;
  let killed = false;

  function startTry(image: ImageToUpload, { onProgress, onSentAs }: UploadEvents): Task<StoredObject> {
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
        if (ended) throw new Error(`The try of ${image.id} was aborted after its end.`);
        aborted = true;
      },
    };
  }

  const ports: QueuePorts = {
    upload,
    async readImage(path) {
      const late = lateReads;
      if (late) await new Promise<void>((resolve) => late.push(resolve));
      const digest = disk.files.get(path);
      if (digest === undefined) throw new UploadError('file-missing', `Expected ${path} to exist.`);
      return { path, size: 1, digest, type: { extension: 'jpg', contentType: 'image/jpeg' } };
    },
    copies: {
      async create({ id, path }) {
        const digest = disk.files.get(path);
        if (killed || disk.isFull || digest === undefined) return undefined;
        disk.files.set(`${COPIES}${id}`, digest);
        disk.onCopied(id);
        return `${COPIES}${id}`;
      },
      async delete(copy) {
        if (killed) return;
        disk.files.delete(copy);
        disk.log.push(`delete ${copy}`);
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
    conditions: {
      get foreground() {
        return now.foreground;
      },
      get online() {
        return now.online;
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
      onChange({ image, state }) {
        changes.push({ id: image.id, state });
        onChange?.(image.id, state);
      },
      onStatus: (status) => statuses.push(status),
    },
    ports,
  );

  return {
    queue,
    disk,
    /** In the order in which they were started. */
    tries,
    changes,
    statuses,
    /** The timers that run, in milliseconds. */
    waits: () => [...timers].map(({ wait }) => wait),
    /** Fires all timers. */
    fire() {
      for (const timer of [...timers]) {
        timers.delete(timer);
        timer.callback();
      }
    },
    change(next: Partial<typeof now>) {
      Object.assign(now, next);
      for (const listener of [...listeners]) listener();
    },
    /** Ends the mini-program: it writes nothing any more, and its timers do not fire. */
    kill() {
      killed = true;
      timers.clear();
    },
    isWatching: () => listeners.size > 0,
    /** Picks these, which are on the phone from then on. @param digestOf default: the id. @returns the duplicates */
    async pick(ids: readonly string[], digestOf: (id: string) => string = (id) => id) {
      const images = pickedImages(...ids);
      for (const { id, path } of images) disk.files.set(path, digestOf(id));
      return (await queue.add(images)).duplicates;
    },
    /** From now on files are read only when the function that comes back is called. */
    readLate() {
      const reads: (() => void)[] = [];
      lateReads = reads;
      return () => {
        lateReads = undefined;
        for (const read of reads) read();
      };
    },
    /** The last try of an image. */
    tryOf(id: string): ScriptedTry {
      const found = tries.findLast((candidate) => candidate.id === id);
      if (!found) throw new Error(`Expected a try of ${id}, got tries of ${tries.map((one) => one.id).join(', ')}.`);
      return found;
    },
    /** The names of the states of an image, as announced. */
    announced: (id: string) => changes.filter((change) => change.id === id).map(({ state }) => state.name),
    stateOf: (id: string) => queue.uploads().find(({ image }) => image.id === id)?.state,
    /** The images whose try is in flight. */
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
