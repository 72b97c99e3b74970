/** The steps that an uploader takes, for those who want one of them alone. `uploadImage` is one try for one image. */
export { type PickedImage, type PickOptions, pickImages } from './image/pick-images';
export { type ImageFile, readImage } from './image/read-image';
export {
  type FetchedPolicy,
  fetchPolicy,
  type ImageFacts,
  type PolicyRequest,
  type RequestParts,
} from './policy/fetch-policy';
export { createPolicySource, type PolicySource, type PolicySourceOptions } from './policy/policy-source';
export type { PolicyDefaults, PolicySignature, SignedPolicy } from './policy/signed-policy';
export type { PostProgress } from './post/post-object';
export type { CallbackOutcome, PostAnswer } from './post/stored-proof';
export type { Task } from './post/task';
export { type ImageToUpload, type StoredObject, type UploadOptions, uploadImage } from './post/upload-image';
