import { headerOf, type WxApi } from '../../miniprogram/services/oss-upload/inspect';

/** A clock elsewhere, read through its answer. */
export interface ClockReading {
  /** Milliseconds since 1970, by the clock there; to the second. */
  there: number;
  /** The same moment by this computer's clock. */
  here: number;
}

/** What a backend answered, before the mini-program's code read it. */
export interface RecordedAnswer {
  data: unknown;
  /** From its Date header; `undefined` where it has none. */
  clock: ClockReading | undefined;
}

export interface RecordedAnswers {
  /** The API to hand on; each answer that comes through it is recorded. */
  api: Pick<WxApi, 'request'>;
  /** In the order in which they came. */
  answers: readonly RecordedAnswer[];
}

/** @param now milliseconds since 1970 */
export function recordAnswers(api: Pick<WxApi, 'request'>, now: () => number): RecordedAnswers {
  const answers: RecordedAnswer[] = [];
  return {
    api: {
      request(options) {
        const askedAt = now();
        api.request({
          ...options,
          success: (answer) => {
            const clock = readClock(headerOf(answer.header, 'date'), askedAt, now());
            answers.push({ data: answer.data, clock });
            options.success?.(answer);
          },
        });
      },
    },
    answers,
  };
}

/** @param date a Date header */
export function readClock(date: string | undefined, askedAt: number, answeredAt: number): ClockReading | undefined {
  const there = Date.parse(date ?? '');
  return Number.isNaN(there) ? undefined : { there, here: (askedAt + answeredAt) / 2 };
}
