import { headerOf, type WxApi } from '../../miniprogram/services/oss-upload/inspect';

/** A remote clock, read from the Date header of an answer. */
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
  /** How long a cache on the way has kept it, in seconds; `undefined` without an Age header. */
  age: number | undefined;
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
            const age = readAge(headerOf(answer.header, 'age'));
            const clock = readClock(headerOf(answer.header, 'date'), askedAt, now(), age);
            answers.push({ data: answer.data, clock, age });
            options.success?.(answer);
          },
        });
      },
    },
    answers,
  };
}

/**
 * @param date a Date header
 * @param age how long ago it was written, in seconds
 */
export function readClock(
  date: string | undefined,
  askedAt: number,
  answeredAt: number,
  age = 0,
): ClockReading | undefined {
  const there = Date.parse(date ?? '') + age * 1000;
  return Number.isNaN(there) ? undefined : { there, here: (askedAt + answeredAt) / 2 };
}

function readAge(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
