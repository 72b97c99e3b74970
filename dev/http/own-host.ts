import { isIP } from 'node:net';

/**
 * Whether a request's Host header names this server by an address or as localhost. Any other name may belong to a site that points
 * it here to read what only this machine should (DNS rebinding); an address cannot be pointed elsewhere.
 */
export function isOwnHost(header: string | undefined, listenHost: string): boolean {
  if (header === undefined || !URL.canParse(`http://${header}`)) return false;
  const name = new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === listenHost.toLowerCase() || isIP(name) !== 0;
}
