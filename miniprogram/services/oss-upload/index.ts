/**
 * Picks images and posts them straight to Alibaba Cloud OSS. The folder stands alone: copy it into a mini-program.
 *
 *   const clock = () => Date.now();
 *   const policies = createPolicySource(() => fetchPolicy({ url: 'https://…' }, clock), clock);
 *   const queue = createUploadQueue({
 *     upload: (image, events) => uploadImage(image, { policies, ...events }),
 *     onChange: ({ image, state }) => show(image.id, state),
 *   });
 *   await queue.add(await pickImages());
 *   const uploads = await queue.finished(); // in the order picked
 *
 * Without the queue, `uploadImage` is one try for one image.
 */

export { type Remedy, UploadError, type UploadErrorCode, type UploadErrorDetails } from './errors/upload-error';
export type { Random } from './image/image-id';
export { type PickedImage, type PickOptions, pickImages } from './image/pick-images';
export { type FetchedPolicy, fetchPolicy, type PolicyRequest, type RequestParts } from './policy/fetch-policy';
export { createPolicySource, type PolicySource } from './policy/policy-source';
export type { PolicyDefaults, PolicySignature, SignedPolicy } from './policy/signed-policy';
export { type FormFields, formFields, type ObjectDescription } from './post/form-fields';
export {
  type CallbackOutcome,
  type PostAnswer,
  type PostProgress,
  type PostRequest,
  postObject,
} from './post/post-object';
export type { Task } from './post/task';
export { type ImageToUpload, type StoredObject, type UploadOptions, uploadImage } from './post/upload-image';
export type { UploadEvents } from './queue/attempts';
export { isRetriable, type QueuedImage, type QueueStatus, type Upload, type UploadState } from './queue/upload';
export { createUploadQueue, type QueueOptions, type UploadQueue } from './queue/upload-queue';
export type { QueueEdges } from './queue/wx-edges';
