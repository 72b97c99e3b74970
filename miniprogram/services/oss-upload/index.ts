/**
 * Picks images and posts them straight to Alibaba Cloud OSS. The folder stands alone: copy it into a mini-program.
 *
 *   const uploader = createUploader({
 *     policy: { url: 'https://…' },
 *     onChange: ({ image, state }) => show(image.id, state),
 *   });
 *   await uploader.pick();
 *   const uploads = await uploader.finished(); // in the order picked
 */
export { type Remedy, UploadError, type UploadErrorCode, type UploadErrorDetails } from './errors/upload-error';
export type { PickedImage, PickOptions } from './image/pick-images';
export type { ImageFacts, PolicyRequest, RequestParts } from './policy/fetch-policy';
export type { PolicyDefaults } from './policy/signed-policy';
export type { CallbackOutcome } from './post/stored-proof';
export type { StoredObject } from './post/upload-image';
export { type QueuedImage, type QueueStatus, retryOf, type Upload, type UploadState } from './queue/upload';
export type { AddResult, Duplicate } from './queue/upload-queue';
export { createUploader, type Uploader, type UploaderOptions, type UploaderWx } from './uploader';
