import { Redis } from 'ioredis';

/** Connects so that commands fail fast while Redis is out: ioredis would otherwise queue them, and requests would wait. */
export function connectRedis(url: string): Redis {
  return new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 500,
    commandTimeout: 300,
    disconnectTimeout: 200,
    retryStrategy: (tries) => Math.min(tries * 200, 5000),
  });
}
