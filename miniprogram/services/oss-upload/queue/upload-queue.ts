import type { Random } from '../image/image-id';
import type { PickedImage } from '../image/pick-images';
import type { ImageFile } from '../image/read-image';
import type { Task } from '../post/task';
import type { ImageToUpload, StoredObject } from '../post/upload-image';
import type { Timer } from '../wx/timer';
import type { UploadEvents } from './attempts';
import type { Conditions } from './conditions';
import type { ImageCopies } from './image-copies';
import type { ImageRecords } from './image-records';
import type { QueueStatus, Upload } from './upload';

export interface QueueOptions {
  /** The most parallel uploads, 1 to 10, which is WeChat's limit. Large images upload at most 3 at a time. Default 10. */
  parallel?: number;
  /** Uploads the same picture as often as it is picked. Default false: only once. */
  allowDuplicates?: boolean;
  /** Called on every change of an image in the queue, and initially for images of earlier runs. */
  onChange?: (upload: Upload) => void;
  /** Called initially, and when the whole queue stops or resumes. */
  onStatus?: (status: QueueStatus) => void;
}

/** What the queue needs from outside; `createUploader` puts it together. */
export interface QueuePorts {
  /** One try for one image. */
  upload: (image: ImageToUpload, events: UploadEvents) => Task<StoredObject>;
  readImage: (path: string) => Promise<ImageFile>;
  copies: ImageCopies;
  records: ImageRecords;
  conditions: Conditions;
  timer: Timer;
  random: Random;
  /** False while someone else than the owner of these images is logged in: then nothing is uploaded. */
  isOwner: () => boolean;
}

/** The result of adding images. */
export interface AddResult {
  added: readonly PickedImage[];
  /** Images whose content is already in the queue or stored. They are dropped; the existing uploads continue. */
  duplicates: readonly Duplicate[];
}

export interface Duplicate {
  image: PickedImage;
  existing: Upload;
}

export interface UploadQueue {
  /**
   * Appends images to the queue. Resolves once each has been copied and read.
   * @param options default: those of the queue
   * @throws Error if the queue is closed
   */
  add(images: readonly PickedImage[], options?: Pick<QueueOptions, 'allowDuplicates'>): Promise<AddResult>;
  /** Retries an image unless `retryOf` its state is `no`. An image that waits for its next attempt stops waiting. */
  retry(id: string): void;
  /** Retries all images for which `retryOf` their state is `together`. */
  retryFailed(): void;
  /** Cancels an image that is not stored, failed or cancelled yet. */
  cancel(id: string): void;
  cancelAll(): void;
  /** Removes an image from the list and aborts its upload, if any. A stored object stays in OSS. */
  remove(id: string): void;
  /** Removes all stored images from the list. They stay in OSS. */
  clearStored(): void;
  /** Stops running uploads and starts none until `resume`, even after a restart of the mini-program. */
  pause(): void;
  resume(): void;
  /** All images, in the order picked. */
  uploads(): readonly Upload[];
  /** Resolves with all images, in the order picked, once every one is stored, failed or cancelled. */
  finished(): Promise<readonly Upload[]>;
  /** Stops everything and calls no more listeners. Persisted images are kept, and the next queue resumes them. */
  close(): void;
}
