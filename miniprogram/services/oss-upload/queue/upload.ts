import type { UploadError } from '../errors/upload-error';
import type { PickedImage } from '../image/pick-images';
import type { StoredObject } from '../post/upload-image';

/** An image in the queue, with what is persisted of it. */
export interface QueuedImage extends PickedImage {
  /** Counts the images of the queue, from 1; it never changes. */
  number: number;
  /** SHA-1 of the file, once it was read. Images with the same digest are the same picture. */
  digest: string | undefined;
  /** The path of the copy that outlives the mini-program, once it is made and until the image is stored. */
  copy: string | undefined;
  /** The object key under which an earlier try may have stored it: that try's answer was lost. */
  sentAs: string | undefined;
  /** True where it could not be copied or persisted: it is uploaded, but would be lost if the mini-program ended first. */
  atRisk: boolean;
}

/** The state of an image. Stored, failed and cancelled are final until the image is retried. */
export type UploadState =
  /** `error`: why the last try failed, where there was one; `retryIn`: the wait before the next one, in milliseconds. */
  | { name: 'waiting'; error?: UploadError; retryIn?: number }
  /** `percent` of the bytes, 0 to 99. */
  | { name: 'uploading'; percent: number }
  /** All bytes are sent, OSS has not answered yet. */
  | { name: 'processing' }
  | { name: 'stored'; object: StoredObject }
  | { name: 'failed'; error: UploadError }
  | { name: 'cancelled' };

/** An image and its state. */
export interface Upload {
  image: QueuedImage;
  state: UploadState;
}

/** What holds up the whole queue. */
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
 * - `alone`: only by itself, because a person has to decide; it was cancelled, or may be stored already
 * - `no`: it has not failed, or would only fail again
 */
export function retryOf(state: UploadState): 'together' | 'alone' | 'no' {
  if (state.name === 'cancelled') return 'alone';
  if (state.name !== 'failed' || state.error.remedy === 'never') return 'no';
  return state.error.code === 'outcome-unknown' ? 'alone' : 'together';
}
