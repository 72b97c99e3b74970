/**
 * The parts of the service, for tools that examine a backend or a policy instead of uploading. A mini-program imports
 * `index` alone.
 */
export { isSecretName, redactText } from './errors/redact';
export { asUploadError } from './errors/upload-error';
export { createImageId, type Random } from './image/image-id';
export * from './index';
export { decodeBase64 } from './policy/base64';
export { readHost } from './policy/host';
export { type FieldCondition, fits, type PolicyDocument, readPolicyDocument } from './policy/policy-document';
export { type KeyRule, readSignedPolicy } from './policy/signed-policy';
export { type FormFields, formFields } from './post/form-fields';
export { objectKey } from './post/object-key';
export { fromOssAnswer } from './post/oss-answer';
export * from './steps';
export type { WxApi } from './wx/contract';
export { headerOf } from './wx/header';
export { openJson } from './wx/open-json';
export { startTimer, type Timer } from './wx/timer';
