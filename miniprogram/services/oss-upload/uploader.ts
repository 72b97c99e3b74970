import { guarded } from './errors/guarded';
import { createImageId, type Random } from './image/image-id';
import { type PickOptions, pickImages } from './image/pick-images';
import { readImage } from './image/read-image';
import { fetchPolicy, type ImageFacts, type PolicyRequest } from './policy/fetch-policy';
import { createPolicySource } from './policy/policy-source';
import { withSignIn } from './policy/sign-in';
import { uploadImage } from './post/upload-image';
import { type ConditionsApi, createConditions } from './queue/conditions';
import { createUploadQueue } from './queue/create-upload-queue';
import { discardOthers } from './queue/discard-others';
import { createImageCopies } from './queue/image-copies';
import { createImageRecords, type RecordsApi } from './queue/image-records';
import { queueSpace } from './queue/queue-space';
import type { AddResult, QueueOptions, UploadQueue } from './queue/upload-queue';
import type { WxApi } from './wx/contract';
import { startTimer, type Timer } from './wx/timer';

export interface UploaderOptions extends QueueOptions {
  /** How to request signed policies from the backend; at least `{ url }`. */
  policy: PolicyRequest;
  /** Names the queue: uploaders that are open at the same time need different names. At most 64 characters. Default `default`. */
  name?: string;
  /**
   * Whose images these are, such as a user id; at most 64 characters. Images of other owners stay persisted, but are
   * neither shown nor uploaded until an uploader with that owner is created. A function is called again before each
   * upload: while it returns another owner, nothing is uploaded. Default: no owner.
   */
  owner?: string | (() => string);
  /**
   * Base URL for reading stored objects, if it differs from the host they are posted to: `https://cdn.example.com`. Empty
   * for a private bucket: its objects have no `url`. Default: the host of the policy.
   */
  publicUrl?: string;
  /** The longest that one upload may take, in milliseconds. Default 600,000: a policy rarely lives longer. */
  uploadTimeout?: number;
  /** An upload without progress for this long is aborted and retried, in milliseconds. Default 30,000. */
  stallTimeout?: number;

  /** Compares OSS's CRC-64 of each stored object with the file's, at the cost of reading the file once more. Default false. */
  verify?: boolean;

  /** Replaces WeChat's own `wx`. Default: the global `wx`. */
  wx?: UploaderWx;
  /** Returns milliseconds since 1970; may be wrong by days. Default: `Date.now`. */
  now?: () => number;
  /** Default: `setTimeout`. */
  timer?: Timer;
  /** Default: `Math.random`. */
  random?: Random;
}

/** The `wx` calls that an uploader makes. */
export type UploaderWx = ConditionsApi &
  RecordsApi &
  Pick<WxApi, 'env' | 'chooseImage' | 'request' | 'uploadFile' | 'getFileSystemManager'>;

export interface Uploader extends UploadQueue {
  /**
   * Opens the image picker and uploads what the user picks. Resolves with empty lists if the user closes the picker.
   * A second call within a second, such as on a double tap, opens no second picker and returns the same promise.
   * @throws UploadError `picker-failed`, `privacy-undeclared`, `privacy-refused`, `permission-missing` or `scope-refused`
   */
  pick(options?: PickOptions): Promise<AddResult>;
  /** Deletes the persisted images of all other owners in queues of this name. */
  discardOthers(): Promise<void>;
}

/**
 * Creates an uploader. It picks images, fetches signed policies and posts each image to OSS exactly once, through a
 * queue that survives a restart of the mini-program.
 * @throws RangeError if `parallel`, `name` or `owner` is out of range
 * @throws Error if an uploader of this name is already open
 */
export function createUploader(options: UploaderOptions): Uploader {
  const { wx: api = wx, now = () => Date.now(), timer = startTimer, random = Math.random, policy, ...rest } = options;
  const {
    name = 'default',
    owner = '',
    publicUrl,
    uploadTimeout: timeout,
    stallTimeout,
    verify,
    ...queueOptions
  } = rest;
  const ownerNow = typeof owner === 'function' ? owner : () => owner;
  const createId = () => createImageId(now(), random);
  const run = openRun(api, createId);
  const whose = ownerNow();
  const space = queueSpace(name, whose, api.env.USER_DATA_PATH);
  if (run.queues.has(name)) {
    throw new Error(`Expected one uploader named "${name}" at a time, got another: close it, or give this one a name.`);
  }

  const { perImage = false, onUnauthorized } = policy;
  const fetch = (image?: ImageFacts) => fetchPolicy(policy, now, api, timer, image);
  const policies = createPolicySource({
    fetch: onUnauthorized === undefined ? fetch : withSignIn(fetch, onUnauthorized, timer, now),
    now,
    perImage,
    owner: ownerNow,
  });
  const limits = {
    ...(timeout === undefined ? {} : { timeout }),
    ...(stallTimeout === undefined ? {} : { stallTimeout }),
    ...(verify === undefined ? {} : { verify }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  };
  const isOwner = () => {
    let isSame = false;
    // It may throw while nobody is logged in.
    guarded('owner', () => {
      isSame = ownerNow() === whose;
    });
    return isSame;
  };
  const queue = createUploadQueue(queueOptions, {
    upload: (image, events) => uploadImage(image, { policies, timer, ...limits, ...events }, api),
    readImage: (path) => readImage(path, api, timer),
    copies: createImageCopies(api, space.folder, createId(), timer),
    records: createImageRecords(api, space, run.id),
    conditions: createConditions(api, timer),
    timer,
    random,
    isOwner,
  });
  run.queues.set(name, queue);
  let lastPick: { at: number; result: Promise<AddResult> } | undefined;
  return {
    ...queue,
    pick(pickOptions) {
      if (lastPick !== undefined && Math.abs(now() - lastPick.at) < DOUBLE_TAP) return lastPick.result;
      // While the user chooses, so that the first image need not wait for it.
      if (isOwner()) policies.prefetch();
      const picking = pickImages({ createId, ...pickOptions }, api);
      const pick = { at: now(), result: picking.then((images) => queue.add(images)) };
      const forget = () => {
        if (lastPick === pick) lastPick = undefined;
      };
      picking.then(forget, forget);
      lastPick = pick;
      return pick.result;
    },
    discardOthers: () => discardOthers(name, space, api, timer),
    close() {
      queue.close();
      if (run.queues.get(name) === queue) run.queues.delete(name);
    },
  };
}

/** In milliseconds. */
const DOUBLE_TAP = 1000;

/** One run of the mini-program, which has one `wx`. */
interface Run {
  id: string;
  /** The queues that are open, by name. */
  queues: Map<string, UploadQueue>;
}

const runs = new WeakMap<object, Run>();

function openRun(api: UploaderWx, createId: () => string): Run {
  const run = runs.get(api) ?? { id: createId(), queues: new Map() };
  runs.set(api, run);
  return run;
}
