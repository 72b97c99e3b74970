import { createImageId, type Random } from './image/image-id';
import { type PickOptions, pickImages } from './image/pick-images';
import { readImage } from './image/read-image';
import { fetchPolicy, type PolicyRequest } from './policy/fetch-policy';
import { createPolicySource } from './policy/policy-source';
import { uploadImage } from './post/upload-image';
import { type ConditionsApi, createConditions } from './queue/conditions';
import { createImageCopies } from './queue/image-copies';
import { createQueueRecord, type RecordApi } from './queue/queue-record';
import { type AddResult, createUploadQueue, type QueueOptions, type UploadQueue } from './queue/upload-queue';
import type { WxApi } from './wx/contract';
import { startTimer, type Timer } from './wx/timer';

export interface UploaderOptions extends QueueOptions {
  /** How signed policies are requested from the backend: `{ url }` at least. */
  policy: PolicyRequest;
  /** In milliseconds, for one upload. Default 600,000: a policy rarely lives longer. */
  uploadTimeout?: number;
  /** In milliseconds without progress, after which an upload is stopped and retried. Default 30,000. */
  stallTimeout?: number;

  /** Where `wx` is not WeChat's own. Default: the global `wx`. */
  wx?: UploaderWx;
  /** Milliseconds since 1970; may be wrong by days. Default: `Date.now`. */
  now?: () => number;
  /** Default: `setTimeout`. */
  timer?: Timer;
  /** Default: `Math.random`. */
  random?: Random;
}

/** The calls of `wx` that an uploader makes. */
export type UploaderWx = ConditionsApi &
  RecordApi &
  Pick<WxApi, 'env' | 'chooseImage' | 'request' | 'uploadFile' | 'getFileSystemManager'>;

export interface Uploader extends UploadQueue {
  /**
   * Opens the image picker and uploads what is picked. Resolves with empty lists where the picker is closed without a choice.
   * @throws UploadError `picker-failed`, `privacy-undeclared` or `privacy-refused`
   */
  pick(options?: PickOptions): Promise<AddResult>;
}

/**
 * Creates an uploader: it picks images, fetches signed policies and posts each image to OSS once, through a queue that
 * survives the end of the mini-program. Keep one at a time: the queue is persisted under one key of WeChat's storage.
 * @throws RangeError where `parallel` is not 1 to 10
 */
export function createUploader(options: UploaderOptions): Uploader {
  const { wx: api = wx, now = () => Date.now(), timer = startTimer, random = Math.random, policy, ...rest } = options;
  const { uploadTimeout: timeout, stallTimeout, ...queueOptions } = rest;
  const policies = createPolicySource(() => fetchPolicy(policy, now, api, timer), now);
  const limits = {
    ...(timeout === undefined ? {} : { timeout }),
    ...(stallTimeout === undefined ? {} : { stallTimeout }),
  };

  const queue = createUploadQueue(queueOptions, {
    upload: (image, events) => uploadImage(image, { policies, timer, ...limits, ...events }, api),
    readImage: (path) => readImage(path, api),
    copies: createImageCopies(api),
    record: createQueueRecord(api),
    conditions: createConditions(api),
    timer,
    random,
  });
  const createId = () => createImageId(now(), random);
  return {
    ...queue,
    pick: async (pickOptions) => queue.add(await pickImages({ createId, ...pickOptions }, api)),
  };
}
