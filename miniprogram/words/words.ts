import type { UploadErrorCode } from '../services/oss-upload/index';

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

/** A text that depends on `{count}`. `one` is for exactly one, in languages that have a singular. */
export interface Plural {
  one: string;
  other: string;
}

/** Everything that people read. `{…}` is filled in by `fill`. */
export interface Words {
  title: string;
  emptyTitle: string;
  emptyHint: string;
  pick: string;
  /** On the tile that adds more; `{count}` of `{max}` are there. */
  add: string;
  full: string;
  /** `{number}`: chooseImage gives no file name. */
  image: string;

  /** The head. `{stored}` of `{all}` */
  uploading: string;
  paused: string;
  offline: string;
  partly: string;
  allStored: Plural;
  /** `{sent}` of `{total}` */
  sent: string;
  /** `{size}` a second */
  speed: string;
  /** `{time}` is `seconds` or `minutes`. */
  left: string;
  seconds: string;
  minutes: string;

  /** In a tile, and in its label for screen readers. */
  states: {
    waiting: string;
    paused: string;
    offline: string;
    preparing: string;
    uploading: string;
    processing: string;
    stored: string;
    cancelled: string;
    removed: string;
  };
  retryIn: string;
  retrySoon: string;
  undo: string;
  /** Joins the parts of a label. */
  comma: string;
  noThumbnail: string;

  pause: string;
  resume: string;
  more: string;
  cancelAll: string;
  retryAll: string;
  copyAll: string;
  clear: string;
  copy: string;
  remove: string;
  retry: string;
  see: string;
  settings: string;
  guide: string;

  /** `{count}` would be cancelled; `{stored}` are stored already. */
  cancelQuestion: Plural;
  cancelRest: Plural;
  yes: string;
  no: string;

  /** Banners. `{count}`, `{reason}` */
  failed: Plural;
  /** `{name}`, `{size}`, `{reason}` */
  failedOne: string;
  cancelled: Plural;
  atRisk: string;

  /** Notices. */
  duplicates: Plural;
  restarted: Plural;
  copyFailed: string;
  /** Of a stored picture in a private bucket. */
  noAddress: string;

  /** Said to screen readers at the start. */
  started: Plural;

  /** At most six Chinese characters, in a tile; `other` for every code that has none. */
  short: Partial<Record<UploadErrorCode, string>> & { other: string };
  /** For an `OwnersCode`; `{code}` is what to report to the owner. */
  ownerMustAct: string;
  errors: Readonly<Record<Exclude<UploadErrorCode, OwnersCode>, string>>;
  /** Used instead where the limit is known: `{limit}`. */
  errorsWithLimit: Record<'file-too-large' | 'file-too-small', string>;
}
