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

/** One address for each interface. */
const table = (addresses: Record<string, string>) =>
  Object.fromEntries(Object.entries(addresses).map(([name, address]) => [name, [ipv6, ipv4(address)]]));

test('a server on one address is called by it, also outside of private networks', () => {
  const interfaces = table({ wlan0: '192.168.1.20' });
  for (const host of ['127.0.0.1', 'localhost', '203.0.113.7', '::1']) {
    expect(publicHostsOf(host, interfaces)).toEqual([host]);
  }
});

test.each(['0.0.0.0', '::'])('a server on every address (%s) is called by the one in the LAN', (every) => {
  expect(publicHostsOf(every, table({ lo: '127.0.0.1', eth0: '10.1.2.3' }))).toEqual(['10.1.2.3']);
});

test('without a network a server on every address is called by the loopback address', () => {
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
])('%s leads to no phone', (name, address) => {
  expect(lanAddresses(table({ [name]: address, wlan0: '100.64.0.5' }))).toEqual(['100.64.0.5']);
  expect(lanAddresses(table({ [name]: address }))).toEqual([]);
});

test('private networks come first, in the order of how usual they are for a LAN', () => {
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

test('any other address serves where there is no private one; one that no network gave comes last', () => {
  const interfaces = table({ eth0: '169.254.7.7', eth1: '172.32.0.1', eth2: '100.128.0.1', eth3: '203.0.113.7' });
  expect(lanAddresses(interfaces)).toEqual(['172.32.0.1', '100.128.0.1', '203.0.113.7', '169.254.7.7']);
});

test.each([
  ['127.0.0.1', ['http://127.0.0.1:80', 'http://localhost:80', 'http://[::1]:80']],
  ['192.168.1.20', ['http://192.168.1.20:80']],
  ['my-pc.local', ['http://my-pc.local:80']],
  ['0.0.0.0', ['http://10.1.2.3:80', 'http://127.0.0.1:80', 'http://localhost:80', 'http://[::1]:80']],
])('the pages of a server on %s have the origins by which a browser reaches it', (host, origins) => {
  const interfaces = table({ lo: '127.0.0.1', eth0: '10.1.2.3' });
  expect(originsOf(host, '81', interfaces)).toEqual(origins.map((origin) => origin.replace(':80', ':81')));
  expect(originsOf(host, '80', interfaces)).toEqual(origins.map((origin) => origin.replace(':80', '')));
});

test('an IPv6 address stands in brackets in a URL', () => {
  expect(new URL(`http://${hostInUrl('::1')}:80`).hostname).toBe('[::1]');
  expect(hostInUrl('127.0.0.1')).toBe('127.0.0.1');
});
