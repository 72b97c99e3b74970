/**
 * Picks images and posts them straight to Alibaba Cloud OSS. The folder stands alone: copy it into a mini-program.
 *
 *   const clock = () => Date.now();
 *   const createName = () => uniqueName(clock(), Math.random);
 *   const policies = createPolicySource(() => fetchPolicy({ url: 'https://…' }, clock), clock);
 *   for (const image of await pickImages({ createId: createName })) {
 *     const stored = await uploadImage(image, { policies, createName }).result;
 *   }
 */
export { type FetchedPolicy, fetchPolicy, type PolicyRequest, type RequestParts } from './fetch-policy';
export { type FormFields, formFields, type ObjectDescription } from './form-fields';
export { type Random, uniqueName } from './object-key';
export { type PickedImage, type PickOptions, pickImages } from './pick-images';
export { createPolicySource, type PolicySource } from './policy-source';
export { type CallbackOutcome, type PostAnswer, type PostProgress, type PostRequest, postObject } from './post-object';
export type { PolicyDefaults, PolicySignature, SignedPolicy } from './signed-policy';
export type { Task } from './task';
export { type Remedy, UploadError, type UploadErrorCode, type UploadErrorDetails } from './upload-error';
export { type StoredObject, type UploadOptions, uploadImage } from './upload-image';
export { createUploadQueue, type QueueOptions, type UploadQueue, type UploadState } from './upload-queue';
