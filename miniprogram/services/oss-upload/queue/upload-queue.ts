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
  /** The most images that are uploaded at a time, 1 to 10: WeChat takes no more. Large ones are 3 at a time. Default 10. */
  parallel?: number;
  /** Uploads the same picture as often as it is picked. Default false: once. */
  allowDuplicates?: boolean;
  /** Called at every change of an image in the queue, and at the start for those of earlier runs. */
  onChange?: (upload: Upload) => void;
  /** Called at the start, and when the whole queue is held up or goes on. */
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

/** What became of images that were added. */
export interface AddResult {
  added: readonly PickedImage[];
  /** Images whose content is already queued or was stored before; they are dropped, the existing uploads continue. */
  duplicates: readonly Duplicate[];
}

export interface Duplicate {
  image: PickedImage;
  existing: Upload;
}

export interface UploadQueue {
  /**
   * Uploads these after those added before. Resolves once each was copied and read.
   * @param options default: as given to the queue
   * @throws Error where the queue is closed: nothing would go on with the images
   */
  add(images: readonly PickedImage[], options?: Pick<QueueOptions, 'allowDuplicates'>): Promise<AddResult>;
  /** Retries an image where `retryOf` its state is not `no`; one that waits for its next try does not wait longer. */
  retry(id: string): void;
  /** Retries all images where `retryOf` their state is `together`. */
  retryFailed(): void;
  /** Stops an image that is not final. */
  cancel(id: string): void;
  cancelAll(): void;
  /** Drops an image and stops its upload, if there is one. What is stored stays in OSS. */
  remove(id: string): void;
  /** Drops all stored images from the list. They stay in OSS. */
  clearStored(): void;
  /** Stops what is uploading and starts nothing until `resume`, also after a restart of the mini-program. */
  pause(): void;
  resume(): void;
  /** All images, in the order picked. */
  uploads(): readonly Upload[];
  /** Resolves with all images, in the order picked, once each is stored, failed or cancelled. */
  finished(): Promise<readonly Upload[]>;
  /** Stops everything and keeps what is persisted: the next queue goes on with it. Nothing is announced any more. */
  close(): void;
}
