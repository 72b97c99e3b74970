import type { UploadError } from '../errors/upload-error';
import type { Random } from '../image/image-id';

/** What is known of an image's tries when one of them has failed. */
export interface Tries {
  /** Failures in a row that count, this one not among them. They start anew when a try gets further than all before. */
  failures: number;
  /** The failure before this one already asked for a new policy. */
  renewed: boolean;
  /** The mini-program went to the background, or the network changed, while it ran: not the try's own fault. */
  disturbed: boolean;
}

export type NextStep =
  /** `wait` in milliseconds; `counts`: as a failure of the try's own. */
  { name: 'try-again'; wait: number; counts: boolean } | { name: 'give-up' };

/** With the waits below, about seven minutes of failing without a break. */
const MAX_FAILURES = 12;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;

/** What to do about a try that failed, by the remedy of its error (see `UploadError`). */
export function nextStep(error: UploadError, { failures, renewed, disturbed }: Tries, random: Random): NextStep {
  switch (error.remedy) {
    case 'retry':
      if (disturbed || error.code === 'interrupted') {
        return { name: 'try-again', wait: waitAfter(0, random), counts: false };
      }
      if (failures + 1 >= MAX_FAILURES) return { name: 'give-up' };
      return {
        name: 'try-again',
        wait: Math.max(waitAfter(failures, random), error.details.retryAfter ?? 0),
        counts: true,
      };
    case 'new-policy':
      return renewed ? { name: 'give-up' } : { name: 'try-again', wait: 0, counts: false };
    case 'by-hand':
    case 'never':
      return { name: 'give-up' };
  }
}

/** Doubles with each failure. Up to half of it is left to chance, so that what failed together does not come back together. */
export function waitAfter(failures: number, random: Random): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures) * (0.5 + random() / 2);
}
