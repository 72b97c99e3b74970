import {
  UploadError,
  type UploadErrorCode,
  type UploadErrorDetails,
} from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import type { PickedImage } from '../../../../../miniprogram/services/oss-upload/image/pick-images';
import type { PostProgress } from '../../../../../miniprogram/services/oss-upload/post/post-object';
import type { Task } from '../../../../../miniprogram/services/oss-upload/post/task';
import type { ImageToUpload, StoredObject } from '../../../../../miniprogram/services/oss-upload/post/upload-image';
import type { UploadEvents } from '../../../../../miniprogram/services/oss-upload/queue/attempts';
import { createUploadQueue } from '../../../../../miniprogram/services/oss-upload/queue/create-upload-queue';
import { createImageRecords } from '../../../../../miniprogram/services/oss-upload/queue/image-records';
import { queueSpace } from '../../../../../miniprogram/services/oss-upload/queue/queue-space';
import type { QueueStatus, UploadState } from '../../../../../miniprogram/services/oss-upload/queue/upload';
import type { QueueOptions, QueuePorts } from '../../../../../miniprogram/services/oss-upload/queue/upload-queue';
import { settled } from '../../../../scripted-wx';

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
  fail(code?: UploadErrorCode, details?: UploadErrorDetails): void;
}

/** What survives the end of the mini-program: its storage, and the phone's files, by path and with their digests. */
export class ScriptedDisk {
  readonly storage = new Map<string, unknown>();
  readonly files = new Map<string, string>();
  /** Changes of images, in order. */
  readonly log: string[] = [];
  isFull = false;
  /** How many copies fit. */
  room = Number.POSITIVE_INFINITY;
  isStorageFull = false;
  /** True once something could not be written. */
  wasStorageFull = false;
  /** Files cannot be read for a passing reason. */
  isUnreadable = false;
  /** Deletions take until the mini-program ends, and are lost with it. */
  neverDeletes = false;
  /** The folder of the copies cannot be read. */
  isFolderUnreadable = false;
  /** Files cannot be deleted. */
  isUndeletable = false;
  /** How many of the next reads fail for a passing reason. */
  readsToFail = 0;
  /** The same, of copies alone. */
  copyReadsToFail = 0;
  /** Sizes of files, by path. Default: 1. */
  readonly sizes = new Map<string, number>();
  /** The next calls that read storage throw. */
  storageReadsToFail = 0;
  /** Copies are made, and called failed. */
  copiesUnheard = false;
  /** Called when a copy was just deleted, before the queue goes on. */
  onDeleted: () => void = () => {};
  /** Called when a copy was just given to another image, before the queue goes on. */
  onGiven: () => void = () => {};
  /** Called when a file was just copied, before the queue goes on. */
  onCopied: (id: string) => void = () => {};

  isPaused(): boolean {
    const settings = this.storage.get(`${SPACE.keys}settings`);
    return typeof settings === 'object' && settings !== null && 'paused' in settings && settings.paused === true;
  }

  /** What is persisted of each image, by its number. */
  images(): { id: string; state: string; sentAs: string | undefined }[] {
    const images = [...this.storage].filter(([key]) => key.startsWith(IMAGE_KEYS));
    return images
      .map(([key, value]) => ({ id: key.slice(IMAGE_KEYS.length), ...(value as StoredFields) }))
      .sort((a, b) => a.number - b.number)
      .map(({ id, state, sentAs }) => ({ id, state, sentAs }));
  }
}

/** Of what `createImageRecords` writes. */
interface StoredFields {
  number: number;
  state: string;
  sentAs: string | undefined;
}

export interface ScriptedQueueOptions extends Partial<Pick<QueueOptions, 'parallel' | 'allowDuplicates'>> {
  /** Of each image, in bytes. Default 5 MB. */
  size?: number;
  /** Default: tries that the test ends. */
  upload?: QueuePorts['upload'];
  disk?: ScriptedDisk;
  random?: () => number;
  /** Identifies the run of the mini-program, for a page that is opened again. Default: one of its own. */
  run?: string;
  /** Called after a change was noted. */
  onChange?: (id: string, state: UploadState) => void;
  /** Called after a status was noted. */
  onStatus?: () => void;
}

/** Of every image unless stated otherwise, in bytes: a large one. */
const IMAGE_SIZE = 5 * 1024 ** 2;

const SPACE = queueSpace('default', '', 'wxfile://usr');
const IMAGE_KEYS = `${SPACE.keys}image/`;

/** Where the copy of an image lies. */
export const copyOf = (id: string) => `${SPACE.folder}/${id}+${IMAGE_SIZE}`;

const isCopy = (path: string) => path.startsWith(`${SPACE.folder}/`);

let runsSoFar = 0;

/** A queue over ports that the test answers; nothing happens by itself but what promises bring. */
export function scriptedQueue(options: ScriptedQueueOptions = {}) {
  const { disk = new ScriptedDisk(), random = () => 0.5, run = `run-${++runsSoFar}`, ...others } = options;
  const { size = IMAGE_SIZE, onChange, onStatus, upload = startTry, ...rest } = others;
  const tries: ScriptedTry[] = [];
  const changes: { id: string; state: UploadState }[] = [];
  const statuses: QueueStatus[] = [];
  const timers = new Set<{ wait: number; callback: () => void }>();
  const listeners = new Set<() => void>();
  const now = { foreground: true, online: true, isOwner: true };
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
      if (disk.isUnreadable || disk.readsToFail-- > 0 || (isCopy(path) && disk.copyReadsToFail-- > 0))
        throw new UploadError('timeout', `Expected ${path} to be read in time.`);
      if (digest === undefined) throw new UploadError('file-missing', `Expected ${path} to exist.`);
      const bytes = disk.sizes.get(path) ?? size;
      if (bytes === 0) throw new UploadError('file-empty', `Expected ${path} to hold a picture.`);
      return { path, size: bytes, digest, type: { extension: 'jpg', contentType: 'image/jpeg' } };
    },
    copies: {
      async create({ id, path }) {
        const digest = disk.files.get(path);
        const copies = [...disk.files.keys()].filter(isCopy);
        if (killed || disk.isFull || copies.length >= disk.room || digest === undefined) return undefined;
        disk.files.set(copyOf(id), digest);
        disk.onCopied(id);
        return disk.copiesUnheard ? undefined : copyOf(id);
      },
      async give(copy, { id }) {
        const digest = disk.files.get(copy);
        if (killed || digest === undefined) return undefined;
        disk.files.delete(copy);
        disk.files.set(copyOf(id), digest);
        disk.onGiven();
        return copyOf(id);
      },
      async delete(copy) {
        if (disk.neverDeletes) await new Promise(() => {});
        if (killed || disk.isUndeletable) return false;
        disk.files.delete(copy);
        disk.log.push(`delete ${copy}`);
        disk.onDeleted();
        return true;
      },
      async find(id) {
        return disk.files.has(copyOf(id)) ? copyOf(id) : undefined;
      },
      async list() {
        if (disk.isFolderUnreadable) return undefined;
        const paths = [...disk.files.keys()].filter(isCopy);
        return new Map(paths.map((path) => [path.slice(SPACE.folder.length + 1).replace(/\+\d+$/, ''), path]));
      },
    },
    records: createImageRecords(
      {
        getStorageInfoSync: () => ({ keys: [...disk.storage.keys()] }),
        getStorageSync(key) {
          if (disk.storageReadsToFail-- > 0) throw new Error('getStorageSync:fail internal error');
          return disk.storage.get(key) ?? '';
        },
        setStorageSync(key, data) {
          if (killed) return;
          if (disk.isStorageFull) {
            disk.wasStorageFull = true;
            throw new Error('setStorageSync:fail exceed storage max size 10Mb');
          }
          disk.storage.set(key, JSON.parse(JSON.stringify(data)));
          if (!key.startsWith(IMAGE_KEYS)) return;
          const { state, sentAs } = data as StoredFields;
          disk.log.push(`${key.slice(IMAGE_KEYS.length)} ${state}${sentAs ? ` as ${sentAs}` : ''}`);
        },
        removeStorageSync(key) {
          if (!killed) disk.storage.delete(key);
        },
      },
      SPACE,
      run,
    ),
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
    isOwner: () => now.isOwner,
  };

  function tryOf(id: string): ScriptedTry {
    const found = tries.findLast((candidate) => candidate.id === id);
    if (!found) throw new Error(`Expected a try of ${id}, got tries of ${tries.map((one) => one.id).join(', ')}.`);
    return found;
  }

  const queue = createUploadQueue(
    {
      ...rest,
      onChange({ image, state }) {
        changes.push({ id: image.id, state });
        onChange?.(image.id, state);
      },
      onStatus(status) {
        statuses.push(status);
        onStatus?.();
      },
    },
    ports,
  );

  function fire(): void {
    for (const timer of [...timers]) {
      timers.delete(timer);
      timer.callback();
    }
  }

  /** The try of an image does not find its file, which is then looked for. */
  async function miss(id: string): Promise<void> {
    tryOf(id).fail('file-missing');
    await settled();
    fire();
    await settled();
  }

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
    fire,
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
      return (await queue.add(images)).duplicates.map(({ image }) => image);
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
    tryOf,
    miss,
    /** The files of an image are gone, its try says so, and it is looked for in vain. */
    lose(id: string): Promise<void> {
      disk.files.delete(copyOf(id));
      disk.files.delete(`wxfile://tmp_${id}.jpg`);
      return miss(id);
    },
    /** The names of the states of an image, as announced. */
    announced: (id: string) => changes.filter((change) => change.id === id).map(({ state }) => state.name),
    stateOf: (id: string) => queue.uploads().find(({ image }) => image.id === id)?.state,
    /** The images whose try is in flight. */
    running: () => tries.filter(({ ended }) => !ended).map(({ id }) => id),
  };
}

export function pickedImages(...ids: string[]): PickedImage[] {
  return ids.map((id) => ({ id, path: `wxfile://tmp_${id}.jpg`, size: IMAGE_SIZE }));
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
