/** Decides how many images are uploaded at a time. */
export interface Parallelism {
  /** @param left of each image that is uploading, in bytes: what is still to be sent; `Infinity` where it is unknown */
  mayStart(left: readonly number[]): boolean;
  succeeded(): void;
  failed(): void;
  /** The client takes no more than these. */
  refused(running: number): void;
  /** Another network or client state: what was refused may be taken now. */
  reset(): void;
}

/** As many large images share the bandwidth; more would only share it further. */
const LARGE = 3;
/** In bytes: with less than this left to send, small images wait for round trips and not for bandwidth. */
const LITTLE = 1024 ** 2;
const FIRST_ALLOWANCE = 8;
const LEAST_ALLOWANCE = 2;

/** @param most upper limit */
export function createParallelism(most: number): Parallelism {
  let limit = most;
  let allowance = FIRST_ALLOWANCE;
  return {
    mayStart(left) {
      const running = left.length;
      if (running >= limit) return false;
      return running < LARGE || (running < allowance && left.reduce((sum, bytes) => sum + bytes, 0) < LITTLE);
    },
    succeeded() {
      allowance = Math.min(most, allowance + 1);
    },
    failed() {
      allowance = Math.max(LEAST_ALLOWANCE, Math.floor(allowance / 2));
    },
    refused(running) {
      limit = Math.max(1, Math.min(limit, running));
    },
    reset() {
      limit = most;
    },
  };
}
