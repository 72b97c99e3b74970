import type { WxApi } from '../wx/contract';
import type { QueuedImage } from './upload';

/** What is persisted of the queue. */
export interface RecordedQueue {
  paused: boolean;
  /** Those that are neither stored nor cancelled, in the order picked. */
  images: readonly QueuedImage[];
}

export interface QueueRecord {
  /** What was written last; an empty queue where nothing can be read. */
  read(): RecordedQueue;
  /**
   * Replaces the record as a whole. False where not all could be written: beyond 500 images, or where WeChat's storage is
   * full; then the last record still stands.
   */
  write(queue: RecordedQueue): boolean;
}

export type RecordApi = Pick<WxApi, 'getStorageSync' | 'setStorageSync' | 'removeStorageSync'>;

const KEY = 'oss-upload-queue';

/** Of the record's format. A record of another version is not read. */
const VERSION = 1;

/** An image takes some 400 bytes of the 1 MB that WeChat gives a key. */
const MAX_IMAGES = 500;

/** Keeps the record under one key of WeChat's storage, so that it is written as a whole or not at all. */
export function createQueueRecord(api: RecordApi = wx): QueueRecord {
  return {
    read() {
      const { version, paused, images } = fieldsOf(readStorage(api));
      if (version !== VERSION || !Array.isArray(images)) return { paused: false, images: [] };
      return { paused: paused === true, images: images.flatMap(readImage) };
    },
    write({ paused, images }) {
      try {
        if (images.length === 0 && !paused) api.removeStorageSync(KEY);
        else api.setStorageSync(KEY, { version: VERSION, paused, images: images.slice(0, MAX_IMAGES) });
        return images.length <= MAX_IMAGES;
      } catch {
        return false; // full, which is what false says
      }
    },
  };
}

function readStorage(api: RecordApi): unknown {
  try {
    return api.getStorageSync(KEY);
  } catch {
    return undefined; // damaged: nothing that can be read
  }
}

/** What was stored may be anything. */
function readImage(stored: unknown): QueuedImage[] {
  const { id, path, size, digest, copy, sentAs, atRisk } = fieldsOf(stored);
  if (!id || typeof id !== 'string' || typeof path !== 'string') return [];
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return [
    {
      id,
      path,
      size: typeof size === 'number' ? size : 0,
      digest: text(digest),
      copy: text(copy),
      sentAs: text(sentAs),
      atRisk: atRisk === true,
    },
  ];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
