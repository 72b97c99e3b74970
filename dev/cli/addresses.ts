import { isIPv6 } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** The addresses of a computer by the name of the network interface, as Node's `os.networkInterfaces` lists them. */
export type InterfaceTable = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

const EVERY_ADDRESS = ['0.0.0.0', '::'];

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

/** Interfaces to containers, virtual machines and VPNs: a phone in the same Wi-Fi does not reach them. */
const VIRTUAL =
  /^(lo\d*$|docker|podman|br-|cni|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|tailscale|vEthernet|VirtualBox|VMware)/i;

/** Private networks, the usual one of a home or an office first: RFC 1918, and the carriers' 100.64.0.0/10 of RFC 6598. */
const PRIVATE_NETWORKS: readonly RegExp[] = [
  /^192\.168\./,
  /^10\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
];

/**
 * The IPv4 addresses by which a phone in the same network may reach this computer, the likeliest first: those in private networks,
 * where there are none any other ones. Empty without a network.
 */
export function lanAddresses(interfaces: InterfaceTable): string[] {
  const reachable = Object.entries(interfaces)
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, list]) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  const inPrivate = PRIVATE_NETWORKS.flatMap((network) => reachable.filter((address) => network.test(address)));
  if (inPrivate.length > 0) return inPrivate;
  // Link-local ones (169.254.0.0/16) mean that no network has given this interface an address.
  const isLinkLocal = (address: string) => address.startsWith('169.254.');
  return [...reachable.filter((address) => !isLinkLocal(address)), ...reachable.filter(isLinkLocal)];
}

/** What clients call a server that listens on `listenHost`. The first is the one to use; more only where it listens on every address. */
export function publicHostsOf(
  listenHost: string,
  interfaces: InterfaceTable = networkInterfaces(),
): readonly [string, ...string[]] {
  if (!EVERY_ADDRESS.includes(listenHost)) return [listenHost];
  const [first = '127.0.0.1', ...others] = lanAddresses(interfaces);
  return [first, ...others];
}

/** The origins of the pages of a server, by each name and address that a browser may open it with. */
export function originsOf(
  listenHost: string,
  port: string,
  interfaces: InterfaceTable = networkInterfaces(),
): string[] {
  const isEverywhere = EVERY_ADDRESS.includes(listenHost);
  const isLoopback = isEverywhere || LOOPBACK.includes(listenHost);
  const hosts = [...publicHostsOf(listenHost, interfaces), ...(isLoopback ? LOOPBACK : [])];
  return [...new Set(hosts.map((host) => new URL(`http://${hostInUrl(host)}:${port}`).origin))];
}

/** A host as it stands in a URL: an IPv6 address in brackets. */
export function hostInUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
