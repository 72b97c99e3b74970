import { CALLBACK_ROUTE } from './callback/callback-field';

/** Hosts of this computer and of private networks, where http is all there is while developing; the mini-program has the same rule. */
const PRIVATE: readonly RegExp[] = [
  /^([^.]+\.)?local(host)?$/, // this computer, and names by mDNS
  /^(127|10)(\.\d+){3}$/, // loopback; RFC 1918
  /^172\.(1[6-9]|2\d|3[01])(\.\d+){2}$/, // RFC 1918
  /^192\.168(\.\d+){2}$/, // RFC 1918
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2}$/, // RFC 6598: carrier-grade NAT, overlay networks
  /^169\.254(\.\d+){2}$/, // link-local
  /^\[(::1|f[cd][\da-f]{2}:[\da-f:]*|fe[89ab][\da-f]:[\da-f:]*)\]$/, // IPv6: loopback, unique local, link-local
];

export function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username + password === '';
}

/** An http(s) address without path, query and the like. */
export function isOrigin(text: string): boolean {
  if (!isHttpUrl(text)) return false;
  const { pathname, search, hash } = new URL(text);
  return pathname === '/' && search + hash === '';
}

/** Whether what is sent there is open to nobody on the way: https, or a private network. False for what is no address. */
export function isConfidential(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || PRIVATE.some((pattern) => pattern.test(hostname));
}

export function isCallbackUrl(text: string): boolean {
  // OSS takes a semicolon for the end of an address, and signs what it makes of escapes.
  return isHttpUrl(text) && text.endsWith(CALLBACK_ROUTE) && !/[;?#%]/.test(text);
}
