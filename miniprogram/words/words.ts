import type { UploadErrorCode, UploadState } from '../services/oss-upload/index';

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
  /** `{percent}` */
  states: Record<UploadState['name'], string>;
  remove: string;
  retry: string;
  preview: string;
  copy: string;
  noThumbnail: string;
  errors: Record<UploadErrorCode, string>;
  /** Said instead where the limit is known: `{limit}`. */
  errorsWithLimit: Record<'file-too-large' | 'file-too-small', string>;
}
