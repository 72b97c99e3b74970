/**
 * Picks images and posts them straight to Alibaba Cloud OSS. The folder stands alone: copy it into a mini-program.
 *
 *   const uploader = createUploader({
 *     policy: { url: 'https://…' },
 *     onChange: ({ image, state }) => show(image.id, state),
 *   });
 *   await uploader.pick();
 *   const uploads = await uploader.finished(); // in the order picked
 *
 * The steps that it takes are here too, for those who want one of them alone: `pickImages`, `readImage`, `fetchPolicy`,
 * and `uploadImage`, which is one try for one image.
 */
export { type Remedy, UploadError, type UploadErrorCode, type UploadErrorDetails } from './errors/upload-error';
export { type PickedImage, type PickOptions, pickImages } from './image/pick-images';
export { type ImageFile, readImage } from './image/read-image';
export { type FetchedPolicy, fetchPolicy, type PolicyRequest, type RequestParts } from './policy/fetch-policy';
export { createPolicySource, type PolicySource } from './policy/policy-source';
export type { PolicyDefaults, PolicySignature, SignedPolicy } from './policy/signed-policy';
export type { PostProgress } from './post/post-object';
export type { CallbackOutcome, PostAnswer } from './post/stored-proof';
export type { Task } from './post/task';
export { type ImageToUpload, type StoredObject, type UploadOptions, uploadImage } from './post/upload-image';
export { isFinal, type QueuedImage, type QueueStatus, retryOf, type Upload, type UploadState } from './queue/upload';
export type { AddResult } from './queue/upload-queue';
export { createUploader, type Uploader, type UploaderOptions, type UploaderWx } from './uploader';
