import type { NetworkInterfaceInfo } from 'node:os';
import { hostInUrl, lanAddresses, originsOf, publicHostsOf } from '../../../dev/cli/addresses';

const ipv4 = (address: string): NetworkInterfaceInfo => ({
  family: 'IPv4',
  address,
  cidr: `${address}/24`,
  netmask: '255.255.255.0',
  mac: '02:00:00:00:00:01',
  internal: address.startsWith('127.'),
});

const ipv6: NetworkInterfaceInfo = {
  family: 'IPv6',
  address: 'fe80::1',
  cidr: 'fe80::1/64',
  netmask: 'ffff:ffff:ffff:ffff::',
  mac: '02:00:00:00:00:01',
  internal: false,
  scopeid: 2,
};

/** A table with one address per interface. */
const table = (addresses: Record<string, string>) =>
  Object.fromEntries(Object.entries(addresses).map(([name, address]) => [name, [ipv6, ipv4(address)]]));

test('returns the address that a server listens on, even if it is public', () => {
  const interfaces = table({ wlan0: '192.168.1.20' });
  for (const host of ['127.0.0.1', 'localhost', '203.0.113.7', '::1']) {
    expect(publicHostsOf(host, interfaces)).toEqual([host]);
  }
});

test.each(['0.0.0.0', '::'])('returns the LAN address for the wildcard address %s', (every) => {
  expect(publicHostsOf(every, table({ lo: '127.0.0.1', eth0: '10.1.2.3' }))).toEqual(['10.1.2.3']);
});

test('returns the loopback address for a wildcard address without a network', () => {
  expect(publicHostsOf('0.0.0.0', table({ lo: '127.0.0.1' }))).toEqual(['127.0.0.1']);
  expect(publicHostsOf('0.0.0.0', {})).toEqual(['127.0.0.1']);
});

test.each([
  ['docker0', '172.17.0.1'],
  ['br-0123456789ab', '172.18.0.1'],
  ['veth12ab', '10.0.3.1'],
  ['virbr0', '192.168.122.1'],
  ['vmnet8', '192.168.55.1'],
  ['vboxnet0', '192.168.56.1'],
  ['vEthernet (WSL)', '172.20.0.1'],
  ['tun0', '10.8.0.2'],
  ['tap0', '10.9.0.2'],
  ['utun3', '100.100.1.2'],
])('ignores the interface %s, which a phone cannot reach', (name, address) => {
  expect(lanAddresses(table({ [name]: address, wlan0: '100.64.0.5' }))).toEqual(['100.64.0.5']);
  expect(lanAddresses(table({ [name]: address }))).toEqual([]);
});

test('lists private networks first, the most common on a LAN first', () => {
  const interfaces = table({
    eth0: '203.0.113.7',
    eth1: '100.127.255.1',
    eth2: '172.31.0.1',
    eth3: '10.1.2.3',
    eth4: '169.254.7.7',
    wlan0: '192.168.1.20',
    br0: '192.168.2.1',
  });
  expect(lanAddresses(interfaces)).toEqual(['192.168.1.20', '192.168.2.1', '10.1.2.3', '172.31.0.1', '100.127.255.1']);
});

test('lists public addresses if none is private, and link-local ones last', () => {
  const interfaces = table({ eth0: '169.254.7.7', eth1: '172.32.0.1', eth2: '100.128.0.1', eth3: '203.0.113.7' });
  expect(lanAddresses(interfaces)).toEqual(['172.32.0.1', '100.128.0.1', '203.0.113.7', '169.254.7.7']);
});

test.each([
  ['127.0.0.1', ['http://127.0.0.1:80', 'http://localhost:80', 'http://[::1]:80']],
  ['192.168.1.20', ['http://192.168.1.20:80']],
  ['my-pc.local', ['http://my-pc.local:80']],
  ['0.0.0.0', ['http://10.1.2.3:80', 'http://127.0.0.1:80', 'http://localhost:80', 'http://[::1]:80']],
])('lists the origins of the pages of a server on %s', (host, origins) => {
  const interfaces = table({ lo: '127.0.0.1', eth0: '10.1.2.3' });
  expect(originsOf(host, '81', interfaces)).toEqual(origins.map((origin) => origin.replace(':80', ':81')));
  expect(originsOf(host, '80', interfaces)).toEqual(origins.map((origin) => origin.replace(':80', '')));
});

test('puts an IPv6 address in brackets in a URL', () => {
  expect(new URL(`http://${hostInUrl('::1')}:80`).hostname).toBe('[::1]');
  expect(hostInUrl('127.0.0.1')).toBe('127.0.0.1');
});
