import { networkInterfaces } from 'node:os';
import { hostInUrl, publicHostOf } from '../../../dev/cli/addresses';

test('a server on one address is called by it', () => {
  expect(publicHostOf('127.0.0.1')).toBe('127.0.0.1');
  expect(publicHostOf('localhost')).toBe('localhost');
});

test.each(['0.0.0.0', '::'])('a server on every address (%s) is called by one that a phone can reach', (every) => {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const outside = all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address);
  expect(outside.length > 0 ? outside : ['127.0.0.1']).toContain(publicHostOf(every));
});

test('an IPv6 address stands in brackets in a URL', () => {
  expect(new URL(`http://${hostInUrl('::1')}:80`).hostname).toBe('[::1]');
  expect(hostInUrl('127.0.0.1')).toBe('127.0.0.1');
});
