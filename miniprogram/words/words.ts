import type { UploadErrorCode, UploadState } from '../services/oss-upload/index';

/** What is wrong with the mini-program or its services, and not with the picture or the moment. */
export type OwnersCode =
  | 'privacy-undeclared'
  | 'certificate'
  | 'domain-not-listed'
  | 'address-invalid'
  | 'policy-unusable'
  | 'signature-v1-refused'
  | 'bucket-missing'
  | 'not-a-bucket'
  | 'oss-refused';

/** Everything that a person reads. `{…}` is filled in by the code. */
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
  /** What holds up all of them. */
  paused: string;
  offline: string;
  /** `{count}` of the images just picked were in the list already. */
  alreadyHere: string;
  /** `{percent}` */
  states: Record<UploadState['name'], string>;
  /** Waiting, after a try that failed. */
  tryingAgain: string;
  /** Said of an image that would not survive the end of the mini-program. */
  atRisk: string;
  cancel: string;
  remove: string;
  retry: string;
  pause: string;
  resume: string;
  cancelAll: string;
  retryFailed: string;
  preview: string;
  copy: string;
  noThumbnail: string;
  /** Said for what only the owner of the mini-program can mend; `{code}` is what to tell him. */
  ownerMustAct: string;
  errors: Readonly<Record<Exclude<UploadErrorCode, OwnersCode>, string>>;
  /** Said instead where the limit is known: `{limit}`. */
  errorsWithLimit: Record<'file-too-large' | 'file-too-small', string>;
}
