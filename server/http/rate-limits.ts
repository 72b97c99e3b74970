import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import type { ServiceSettings } from '../settings';
import { Refusal } from './refusal';

/** Counts a request. @throws Refusal 429 where there were too many */
export type Limiter = (request: FastifyRequest, user: string) => Promise<void>;

export interface RateLimits {
  byUser: Limiter;
  /** By the client's address; of IPv6 by the first 64 bits, of which one client has all the rest. */
  byAddress: (request: FastifyRequest) => Promise<void>;
}

/** In milliseconds. */
const WINDOW = 60_000;

/** Registers the engine. In Redis the counts are shared; while Redis is out nothing is limited, rather than nobody served. */
export function registerRateLimits(app: FastifyInstance, redis: Redis | undefined): void {
  const store = redis === undefined ? { cache: 10_000 } : { redis, nameSpace: 'policy-backend:rate:' };
  app.register(rateLimit, { global: false, timeWindow: WINDOW, skipOnError: true, ...store });
}

/** @param app where `registerRateLimits` has loaded */
export function createRateLimits(app: FastifyInstance, rates: ServiceSettings['rates']): RateLimits {
  const users = new WeakMap<FastifyRequest, string>();
  const countUser = app.createRateLimit({
    max: rates.user,
    keyGenerator: (request) => `user:${users.get(request)}`,
  });
  const countAddress = app.createRateLimit({ max: rates.address });
  return {
    async byUser(request, user) {
      users.set(request, user);
      refuseExcess(await countUser(request));
    },
    async byAddress(request) {
      refuseExcess(await countAddress(request));
    },
  };
}

function refuseExcess(count: Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>): void {
  if (count.isAllowed || !count.isExceeded) return;
  const seconds = Math.max(1, count.ttlInSeconds);
  throw new Refusal(
    429,
    'too_many_requests',
    `Expected at most ${count.max} requests a minute; try again in ${seconds} s.`,
    { headers: { 'retry-after': String(seconds) } },
  );
}
