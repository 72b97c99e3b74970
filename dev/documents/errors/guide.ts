import type { UploadErrorCode } from '../../../miniprogram/services/oss-upload/index';

/** What each code means and what to do about it, in the language of a document. A code without an entry is a type error. */
export type ErrorGuide = Readonly<Record<UploadErrorCode, ErrorAdvice>>;

export interface ErrorAdvice {
  /** What happened. */
  means: string;
  /** What a developer, or the owner of the mini-program, does about it. */
  todo: string;
}

/** Where an error comes from: the sections of the document. */
export type ErrorOrigin = 'picking' | 'network' | 'backend' | 'oss' | 'code';

export const ORIGINS: Readonly<Record<UploadErrorCode, ErrorOrigin>> = {
  'picker-failed': 'picking',
  'privacy-undeclared': 'picking',
  'privacy-refused': 'picking',
  'permission-missing': 'picking',
  'scope-refused': 'picking',
  'file-missing': 'picking',
  'file-unreadable': 'picking',
  'file-empty': 'picking',
  'not-an-image': 'picking',
  'file-too-large': 'picking',
  'file-too-small': 'picking',
  'type-not-allowed': 'picking',
  network: 'network',
  timeout: 'network',
  interrupted: 'network',
  'too-many-uploads': 'network',
  certificate: 'network',
  'domain-not-listed': 'network',
  'address-invalid': 'network',
  aborted: 'network',
  unauthorized: 'backend',
  'backend-refused': 'backend',
  'backend-failed': 'backend',
  'policy-unusable': 'backend',
  'not-from-backend': 'backend',
  'policy-expired': 'oss',
  'policy-violated': 'oss',
  'signature-refused': 'oss',
  'signature-v1-refused': 'oss',
  'already-exists': 'oss',
  'outcome-unknown': 'oss',
  'upload-cut-short': 'oss',
  'bucket-missing': 'oss',
  'not-a-bucket': 'oss',
  'public-endpoint-forbidden': 'oss',
  'oss-refused': 'oss',
  'callback-failed': 'oss',
  'oss-failed': 'oss',
  'not-from-oss': 'oss',
  'checksum-mismatch': 'oss',
  unexpected: 'code',
};
