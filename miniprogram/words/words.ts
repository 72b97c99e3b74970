import type { UploadErrorCode, UploadState } from '../services/oss-upload/index';

/** Codes of errors that only the owner of the mini-program can mend. */
export type OwnersCode =
  | 'privacy-undeclared'
  | 'domain-not-listed'
  | 'address-invalid'
  | 'policy-unusable'
  | 'signature-v1-refused'
  | 'bucket-missing'
  | 'not-a-bucket'
  | 'public-endpoint-forbidden'
  | 'oss-refused';

/** Everything that people read. `{…}` is filled in by `fill`. */
export interface Words {
  title: string;
  emptyTitle: string;
  emptyHint: string;
  pick: string;
  pickMore: string;
  /** `{number}`: chooseImage gives no file name. */
  image: string;
  /** `{stored}` of `{all}` */
  summary: string;
  /** `{failed}` */
  someFailed: string;
  /** Why nothing is uploading. */
  paused: string;
  offline: string;
  /** `{count}` of the images just picked are in the list already. */
  alreadyHere: string;
  /** `{percent}` */
  states: Record<UploadState['name'], string>;
  /** Waiting, after a failed try. */
  willRetry: string;
  /** For an image that would not survive the end of the mini-program. */
  atRisk: string;
  cancel: string;
  remove: string;
  retry: string;
  pause: string;
  resume: string;
  cancelAll: string;
  retryFailed: string;
  /** Takes the stored images off the list. */
  clear: string;
  preview: string;
  copy: string;
  noThumbnail: string;
  /** For an `OwnersCode`; `{code}` is what to report to the owner. */
  ownerMustAct: string;
  errors: Readonly<Record<Exclude<UploadErrorCode, OwnersCode>, string>>;
  /** Used instead where the limit is known: `{limit}`. */
  errorsWithLimit: Record<'file-too-large' | 'file-too-small', string>;
}
