import { isIPv6 } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** Network interfaces and their addresses, as Node's `os.networkInterfaces` returns them. */
export type InterfaceTable = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

const EVERY_ADDRESS = ['0.0.0.0', '::'];

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

/** Interfaces of containers, virtual machines and VPNs, which a phone on the same Wi-Fi cannot reach. */
const VIRTUAL =
  /^(lo\d*$|docker|podman|br-|cni|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|tailscale|vEthernet|VirtualBox|VMware)/i;

/** Private ranges, the most common on a LAN first: RFC 1918, then the carrier-grade NAT range 100.64.0.0/10 of RFC 6598. */
const PRIVATE_NETWORKS: readonly RegExp[] = [
  /^192\.168\./,
  /^10\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
];

/**
 * Lists the IPv4 addresses at which a phone on the same network can reach this computer, the most likely first: the private ones, or
 * all others if none is private. Empty without a network.
 */
export function lanAddresses(interfaces: InterfaceTable): string[] {
  const reachable = Object.entries(interfaces)
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, list]) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  const inPrivate = PRIVATE_NETWORKS.flatMap((network) => reachable.filter((address) => network.test(address)));
  if (inPrivate.length > 0) return inPrivate;
  // A link-local address (169.254.0.0/16) means that the network assigned none to this interface.
  const isLinkLocal = (address: string) => address.startsWith('169.254.');
  return [...reachable.filter((address) => !isLinkLocal(address)), ...reachable.filter(isLinkLocal)];
}

/** Lists the hosts at which clients reach a server that listens on `listenHost`, the best first. More than one only for a wildcard address. */
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

/** Formats a host for a URL: an IPv6 address goes in brackets. */
export function hostInUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
