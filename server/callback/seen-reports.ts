import type { Redis } from 'ioredis';

/** Remembers reports while they could be replayed. */
export interface SeenReports {
  /** Whether this one is new; from then on it is not. */
  claim(id: string, until: number): Promise<boolean>;
  /** Forgets one whose handling failed. */
  release(id: string): Promise<void>;
}

/** Above it the oldest are forgotten: an hour at a hundred a second. */
const MAX_IDS = 360_000;

/** @param now milliseconds since 1970 */
export function seenInMemory(now: () => number): SeenReports {
  const seen = new Map<string, number>();
  return {
    async claim(id, until) {
      // The order of the map is about that of the ends, so only what is first can be over.
      for (const [old, end] of seen) {
        if (end > now() && seen.size < MAX_IDS) break;
        seen.delete(old);
      }
      if (seen.has(id)) return false;
      seen.set(id, until);
      return true;
    },
    async release(id) {
      seen.delete(id);
    },
  };
}

/** Shared by all processes. While Redis is out every report counts as new: rather twice than never. */
export function seenInRedis(redis: Redis, now: () => number): SeenReports {
  const keyOf = (id: string) => `policy-backend:report:${id}`;
  return {
    async claim(id, until) {
      const life = Math.max(1, until - now());
      return redis.set(keyOf(id), '1', 'PX', life, 'NX').then(
        (answer) => answer === 'OK',
        () => true,
      );
    },
    async release(id) {
      await redis.del(keyOf(id)).catch(() => undefined); // it expires by itself
    },
  };
}
