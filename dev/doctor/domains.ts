import { isIP } from 'node:net';

/** What WeChat's console wants for one kind of call: https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html */
export interface Domain {
  call: 'request' | 'uploadFile' | 'downloadFile';
  /** As it is to be entered: `https://upload.example.com`, with the port where it is not 443. */
  origin: string;
  /** Why the console would not take it; absent where it would. */
  obstacle?: string;
}

/** @param host the bucket's address, where it is known */
export function domainsOf(policyUrl: string, host: string | undefined): Domain[] {
  const request = domain('request', policyUrl);
  return host === undefined ? [request] : [request, domain('uploadFile', host), domain('downloadFile', host)];
}

/** Whether an address has a domain, as all have outside of development. */
export function hasDomain({ hostname }: URL): boolean {
  const isAddress = isIP(hostname) !== 0 || hostname.startsWith('[');
  return !isAddress && hostname.includes('.') && !hostname.endsWith('.local');
}

function domain(call: Domain['call'], address: string): Domain {
  const url = new URL(address);
  const { origin } = url;
  if (!hasDomain(url)) return { call, origin, obstacle: 'WeChat takes only domains, no IP address and no local name' };
  if (url.protocol !== 'https:') return { call, origin, obstacle: 'WeChat takes only https' };
  return { call, origin };
}
