import { isIP } from 'node:net';
import { z } from 'zod';
import { oneOf, optional, wholeNumber } from './read-settings';

/** How the backend runs. */
export interface ServiceSettings {
  /** Address to listen on. Default 127.0.0.1. */
  listenHost: string;
  /** Port to listen on, 0 for any free one. Default 3000. */
  port: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** Proxies whose `X-Forwarded-For` is believed: addresses, networks, `loopback`, `uniquelocal`. Default: none. */
  trustProxy: readonly string[];
  /** Requests a minute: policies by one user, and anything by one address. Default 120 and 1,200. */
  rates: { user: number; address: number };
  /** Shares the limits between processes. Default: each process counts alone. */
  redisUrl: string | undefined;
}

function isProxy(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  // Not /0, which is everyone.
  return (
    more.length === 0 && longest > 0 && (bits === undefined || (/^[1-9]\d*$/.test(bits) && Number(bits) <= longest))
  );
}

export const serviceSchema = z
  .object({
    HOST: z.string().min(1, 'is empty').default('127.0.0.1'),
    PORT: wholeNumber(3000, 0, 65_535),
    LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    TRUST_PROXY: z
      .string()
      .default('')
      .transform((list) => list.split(',').flatMap((proxy) => proxy.trim() || []))
      .refine((list) => list.every(isProxy), {
        error:
          'is expected to be addresses or networks of your proxies with commas between them, like 10.0.0.0/8, loopback',
      }),
    RATE_PER_USER: wholeNumber(120, 1, 1_000_000),
    RATE_PER_ADDRESS: wholeNumber(1200, 1, 1_000_000),
    REDIS_URL: optional(z.string().regex(/^rediss?:\/\/./, 'is expected to be like redis://host:6379')),
  })
  .transform(
    (env): ServiceSettings => ({
      listenHost: env.HOST,
      port: env.PORT,
      logLevel: env.LOG_LEVEL,
      trustProxy: env.TRUST_PROXY,
      rates: { user: env.RATE_PER_USER, address: env.RATE_PER_ADDRESS },
      redisUrl: env.REDIS_URL,
    }),
  );
