import type { UploadError } from '../errors/upload-error';
import type { PickedImage } from '../image/pick-images';
import type { StoredObject } from '../post/upload-image';

/** What the queue knows of an image, and keeps for the next start of the mini-program until the image is stored. */
export interface QueuedImage extends PickedImage {
  /** SHA-1 of the file, once it was read: two picks of one picture have the same. */
  digest: string | undefined;
  /** Where the copy lies that outlasts the mini-program, once it is made. */
  copy: string | undefined;
  /** The object key under which an earlier try may have stored it without telling: the answer was lost. */
  sentAs: string | undefined;
  /** True where no copy could be made: the image is uploaded, but would not survive the end of the mini-program. */
  atRisk: boolean;
}

/** Where an image stands. Stored, failed and cancelled are final until someone retries. */
export type UploadState =
  /** `error`: why the try before failed, where there was one. */
  | { name: 'waiting'; error?: UploadError }
  /** `percent` of the bytes, 0 to 99. */
  | { name: 'uploading'; percent: number }
  /** All bytes are sent, OSS has not answered yet. */
  | { name: 'processing' }
  | { name: 'stored'; object: StoredObject }
  | { name: 'failed'; error: UploadError }
  | { name: 'cancelled' };

/** An image and where it stands. */
export interface Upload {
  image: QueuedImage;
  state: UploadState;
}

/** What holds up the whole queue. */
export interface QueueStatus {
  paused: boolean;
  online: boolean;
}

export function isFinal({ name }: UploadState): boolean {
  return name === 'stored' || name === 'failed' || name === 'cancelled';
}

/** Whether it is tried again with all that failed: not what would only fail again, nor what may be stored already. */
export function isRetriable(state: UploadState): boolean {
  return state.name === 'failed' && state.error.remedy !== 'never' && state.error.code !== 'outcome-unknown';
}
