import type { UploadError } from '../errors/upload-error';
import type { Random } from '../image/image-id';

/** What is known of an image's tries when one has failed. */
export interface Tries {
  /** Failures in a row, without this one. Reset when a try gets further than all before it. */
  failures: number;
  /** Policies refused in a row, without this one. */
  renewals: number;
  /** The mini-program went to the background or the network changed during the try, so its failure does not count. */
  disturbed: boolean;
  /** The try sent more of the image than any before it. */
  moved: boolean;
  /** The file was read before the try. */
  wasRead: boolean;
}

export type NextStep =
  /** `wait` in milliseconds; `counts`: towards giving up. */
  { name: 'retry'; wait: number; counts: boolean } | { name: 'give-up' };

/** With the backoff below, about seven minutes of failing without a break. */
const MAX_FAILURES = 12;
const MAX_RENEWALS = 2;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;

/** Failures of a connection that was cut: the next one may hold. */
const CUT: readonly string[] = ['network', 'interrupted', 'upload-cut-short'];

/** Failures that are the file's own: no other moment, policy or setting mends them. */
export const FILE_FAULTS = [
  'file-missing',
  'file-empty',
  'not-an-image',
  'file-too-large',
  'file-too-small',
  'type-not-allowed',
] as const;

export function isFileFault({ code }: UploadError): boolean {
  return FILE_FAULTS.some((fault) => fault === code);
}

/** Failures that no later run tries again. Under the key of damaged bytes OSS would answer that the image is stored. */
export const FINAL_FAILURES = [...FILE_FAULTS, 'checksum-mismatch'] as const;

export function isFinalFailure({ code }: UploadError): boolean {
  return FINAL_FAILURES.some((failure) => failure === code);
}

/** Decides what follows a failed try, by the remedy of its error (see `UploadError`). */
export function nextStep(error: UploadError, tries: Tries, random: Random): NextStep {
  const { failures, renewals, disturbed, moved, wasRead } = tries;
  // A temp file vanishes, and its copy is there: what was read once is looked for again.
  if (error.code === 'file-missing' && wasRead && failures + 1 < MAX_FAILURES) {
    return { name: 'retry', wait: 0, counts: true };
  }
  switch (error.remedy) {
    case 'retry':
      if (disturbed || error.code === 'too-many-uploads') {
        return { name: 'retry', wait: backoff(0, random), counts: false };
      }
      if (moved && CUT.includes(error.code)) return { name: 'retry', wait: 0, counts: true };
      if (failures + 1 >= MAX_FAILURES) return { name: 'give-up' };
      return {
        name: 'retry',
        wait: Math.max(backoff(failures, random), error.details.retryAfter ?? 0),
        counts: true,
      };
    case 'new-policy':
      if (renewals >= MAX_RENEWALS) return { name: 'give-up' };
      // A backend that caches may answer the refused policy once more: the second time it is given a moment.
      return { name: 'retry', wait: renewals === 0 ? 0 : backoff(0, random), counts: false };
    case 'by-hand':
    case 'never':
      return { name: 'give-up' };
  }
}

/** Exponential backoff with up to 50 % jitter, in milliseconds: images that failed together do not retry together. */
export function backoff(failures: number, random: Random): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures) * (0.5 + random() / 2);
}
