import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

const EVERY_ADDRESS = ['0.0.0.0', '::'];

/** What others call a server that listens on `listenHost`: this computer's address in the LAN where it listens on all. */
export function publicHostOf(listenHost: string): string {
  if (!EVERY_ADDRESS.includes(listenHost)) return listenHost;
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const lan = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  return lan?.address ?? '127.0.0.1';
}

/** IPv6 addresses stand in brackets in a URL. */
export function hostInUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
