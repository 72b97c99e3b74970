import type { UploadError } from '../errors/upload-error';
import type { PickedImage } from '../image/pick-images';
import type { StoredObject } from '../post/upload-image';

/** An image in the queue, and what is persisted about it. */
export interface QueuedImage extends PickedImage {
  /** Running number of the image in the queue, from 1; it never changes. */
  number: number;
  /** SHA-1 of the file, once it has been read. Images with the same digest are the same picture. */
  digest: string | undefined;
  /** Path of the copy that survives a restart, from when it is made until the image is stored. */
  copy: string | undefined;
  /** Object key under which an earlier attempt may have stored the image, because its response was lost. */
  sentAs: string | undefined;
  /** True if it could not be copied or persisted: it is uploaded, but a restart before that would lose it. */
  atRisk: boolean;
}

/** The state of an image. Stored, failed and cancelled are final until the image is retried. */
export type UploadState =
  /** `error`: why the last attempt failed, if there was one; `retryIn`: the wait before the next one, in milliseconds. */
  | { name: 'waiting'; error?: UploadError; retryIn?: number }
  /** `percent` of the bytes, 0 to 99. */
  | { name: 'uploading'; percent: number }
  /** All bytes are sent; OSS has not responded yet. */
  | { name: 'processing' }
  | { name: 'stored'; object: StoredObject }
  | { name: 'failed'; error: UploadError }
  | { name: 'cancelled' };

/** An image and its state. */
export interface Upload {
  image: QueuedImage;
  state: UploadState;
}

/** Conditions that stop the whole queue: it is paused, or there is no network. */
export interface QueueStatus {
  paused: boolean;
  online: boolean;
}

/** Whether nothing more happens to an image by itself. */
export function isFinal({ name }: UploadState): boolean {
  return name === 'stored' || name === 'failed' || name === 'cancelled';
}

/**
 * How an image can be retried:
 * - `together`: with all others that failed
 * - `alone`: only individually, because the user has to decide: it was cancelled, or may already be stored
 * - `no`: not at all, because it has not failed or would only fail again
 */
export function retryOf(state: UploadState): 'together' | 'alone' | 'no' {
  if (state.name === 'cancelled') return 'alone';
  if (state.name !== 'failed' || state.error.remedy === 'never') return 'no';
  return state.error.code === 'outcome-unknown' ? 'alone' : 'together';
}
