import { UploadError } from '../errors/upload-error';
import type { WxApi } from '../wx/contract';
import type { QueueSpace } from './queue-space';
import { FINAL_FAILURES, isFinalFailure } from './retry-rule';
import type { QueuedImage, UploadState } from './upload';

/** What is persisted of an image: enough to go on with it, or to list it once it is stored. */
export interface ImageRecord {
  image: QueuedImage;
  state: UploadState;
}

/** What is persisted of the queue as a whole. */
export interface QueueSettings {
  paused: boolean;
  /** The number of the next image. */
  next: number;
}

/** What storage holds for an image. `removed`: only its copy may still be there. */
export type ReadRecord =
  | { name: 'image'; record: ImageRecord }
  | { name: 'removed' }
  | { name: 'absent' }
  | { name: 'unreadable' }
  /** Storage would not say; another run may be told. */
  | { name: 'refused' };

/** The images of a queue in WeChat's storage, each under a key of its own: a change of one image writes that image alone. */
export interface ImageRecords {
  /** The ids of all records; `undefined` where storage cannot be read. */
  ids(): readonly string[] | undefined;
  read(id: string): ReadRecord;
  /** False where it could not be written: storage is full, or broken. The last record still stands. */
  write(record: ImageRecord): boolean;
  /** Notes that an image is gone, of which a copy may still be there. False where it could not be written. */
  markRemoved(id: string): boolean;
  delete(id: string): void;
  readSettings(): QueueSettings;
  writeSettings(settings: QueueSettings): void;
}

export type RecordsApi = Pick<WxApi, 'getStorageInfoSync' | 'getStorageSync' | 'setStorageSync' | 'removeStorageSync'>;

/** Of the format. A record of another version cannot be read. */
const VERSION = 2;

/** @param run identifies this run of the mini-program: temp paths of another one are void */
export function createImageRecords(api: RecordsApi, { keys, folder }: QueueSpace, run: string): ImageRecords {
  const imageKeys = `${keys}image/`;
  const settingsKey = `${keys}settings`;

  function write(key: string, value: object): boolean {
    const written = askStorage(() => {
      api.setStorageSync(key, { version: VERSION, ...value });
      return true;
    });
    return written === true; // else it is full or broken
  }

  const read = (key: string) => askStorage(() => api.getStorageSync(key));

  return {
    ids() {
      const info = askStorage(() => api.getStorageInfoSync());
      const found = info?.keys.filter((key) => key.startsWith(imageKeys));
      return found?.map((key) => decodeURIComponent(key.slice(imageKeys.length)));
    },
    read(id) {
      const stored = read(imageKeys + encodeURIComponent(id));
      if (stored === undefined) return { name: 'refused' };
      if (stored === '') return { name: 'absent' };
      const fields = fieldsOf(stored);
      if (fields['version'] !== VERSION) return { name: 'unreadable' };
      if (fields['state'] === 'removed') return { name: 'removed' };
      const record = recordOf(id, fields, folder, run);
      return record ? { name: 'image', record } : { name: 'unreadable' };
    },
    write: ({ image, state }) =>
      write(imageKeys + encodeURIComponent(image.id), fieldsToStore(image, state, folder, run)),
    markRemoved: (id) => write(imageKeys + encodeURIComponent(id), { state: 'removed' }),
    delete(id) {
      // What is left is read as removed, or as an image that can be removed again.
      askStorage(() => api.removeStorageSync(imageKeys + encodeURIComponent(id)));
    },
    readSettings() {
      const { version, paused, next } = fieldsOf(read(settingsKey));
      const isKnown = version === VERSION;
      return { paused: isKnown && paused === true, next: isKnown && isCount(next) ? next : 1 };
    },
    writeSettings(settings) {
      write(settingsKey, settings);
    },
  };
}

/** Tries to read or write storage: it throws once in a while for no reason that lasts. */
const TRIES = 3;

/** `undefined` where storage throws each time. */
function askStorage<Result>(call: () => Result): Result | undefined {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      return call();
    } catch {
      // Said by `undefined`, if it throws again.
    }
  }
  return undefined;
}

function fieldsToStore(image: QueuedImage, state: UploadState, folder: string, run: string): object {
  const { number, size, digest, sentAs, copy, path } = image;
  const common = { number, size, ...(digest === undefined ? {} : { digest }) };
  if (state.name === 'stored') {
    const { key, url, contentType } = state.object;
    const object = { key, ...(url === undefined ? {} : { url }), size: state.object.size, contentType };
    return { ...common, state: 'stored', object };
  }
  const file = copy?.startsWith(`${folder}/`) ? { copy: copy.slice(folder.length + 1) } : { path, run };
  return { ...common, ...file, ...(sentAs === undefined ? {} : { sentAs }), ...stateToStore(state) };
}

/** A final failure stays one for the next run; what else failed is tried again. */
function stateToStore(state: UploadState): object {
  if (state.name === 'cancelled') return { state: 'cancelled' };
  if (state.name !== 'failed' || !isFinalFailure(state.error)) return { state: 'waiting' };
  const { code, details } = state.error;
  return { state: 'failed', code, ...(details.limit === undefined ? {} : { limit: details.limit }) };
}

/** What was stored may be anything. */
function recordOf(
  id: string,
  fields: Readonly<Record<string, unknown>>,
  folder: string,
  run: string,
): ImageRecord | undefined {
  const { number, size, digest, path, copy, sentAs } = fields;
  const state = stateOf(fields);
  if (!isCount(number) || !state) return undefined;
  const copyPath = typeof copy === 'string' && copy !== '' ? `${folder}/${copy}` : undefined;
  const isValidPath = typeof path === 'string' && fields['run'] === run;
  return {
    image: {
      id,
      number,
      path: copyPath ?? (isValidPath ? path : ''),
      size: isCount(size) ? size : 0,
      digest: textOf(digest),
      copy: copyPath,
      sentAs: textOf(sentAs),
      atRisk: false,
    },
    state,
  };
}

function stateOf({ state, code, limit, object }: Readonly<Record<string, unknown>>): UploadState | undefined {
  if (state === 'waiting' || state === 'cancelled') return { name: state };
  const fault = FINAL_FAILURES.find((one) => one === code);
  if (state === 'failed' && fault) {
    const message = 'Expected an image that can be uploaded, got one that failed in an earlier run.';
    return { name: 'failed', error: new UploadError(fault, message, isCount(limit) ? { limit } : {}) };
  }
  if (state !== 'stored') return undefined;
  const { key, url, size, contentType } = fieldsOf(object);
  if (typeof key !== 'string') return undefined;
  return {
    name: 'stored',
    object: {
      key,
      ...(typeof url === 'string' ? { url } : {}),
      size: isCount(size) ? size : 0,
      contentType: textOf(contentType) ?? '',
      etag: undefined,
      requestId: undefined,
      callback: { name: 'unknown' },
    },
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
