/** The clock and the waiting of a pacer, in milliseconds. */
export interface Pace {
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
}

/** How late a timer may be without slowing the line down, in milliseconds; an idle line gathers no more credit than that. */
const SLACK = 20;

/**
 * Lets bytes pass no faster than the bandwidth, of all connections together: each call waits until its bytes are through, behind
 * all that were let in before. Goes by when the line is free next, so that a late timer delays nothing that comes after.
 * @param bandwidth bytes a second
 */
export function createPacer(bandwidth: number, { now, wait }: Pace): (bytes: number) => Promise<void> {
  let free = 0;
  return async (bytes) => {
    free = Math.max(free, now() - SLACK) + (bytes / bandwidth) * 1000;
    const ahead = free - now();
    if (ahead > 0) await wait(ahead);
  };
}
