import path from 'node:path';
import { readArguments } from '../../dev/start-arguments';

test('has a default for every option', () => {
  expect(readArguments([])).toMatchObject({
    port: 8080,
    backend: undefined,
    backendPort: 3000,
    ossPort: 9000,
    dataDir: path.resolve('.data/oss'),
    listenHost: '127.0.0.1',
    faults: { rates: {} },
    trust: { origins: [], callbackTo: [] },
  });
});

test('accepts any address or host name to listen on', () => {
  for (const host of ['203.0.113.7', '::1', 'fe80::1%eth0', 'campus-pc.example.edu']) {
    expect(readArguments(['--host', host])).toMatchObject({ listenHost: host });
  }
});

test('accepts port 3000 for another server with --backend, and port 0 for several', () => {
  const backend = 'https://upload.example.com/policy';
  expect(readArguments(['--backend', backend, '--port', '3000'])).toMatchObject({ backend, port: 3000 });
  expect(readArguments(['--port', '0', '--oss-port', '0'])).toMatchObject({ port: 0, ossPort: 0 });
});

test.each([
  [
    'a port that is not a number',
    ['--port', 'many'],
    'Expected --port to be a whole number from 0 to 65535, got "many".',
  ],
  ['a backend that is not a URL', ['--backend', 'localhost'], 'Expected --backend to be an http(s) address'],
  ['a backend without a host', ['--backend', 'http://'], 'Expected --backend to be an http(s) address'],
  ['a backend with a password', ['--backend', 'http://name:word@127.0.0.1/'], 'Expected --backend without a name and'],
  [
    'a backend URL together with a port for the local backend',
    ['--backend', 'http://127.0.0.1:9/policy', '--backend-port', '3000'],
    'Expected --backend or --backend-port, got both',
  ],
  ['one port for two servers', ['--oss-port', '3000'], 'to differ, got 3000 more than once.'],
  ['an empty host', ['--host', ''], 'Expected --host to be an IP address or a host name, got "".'],
  ['a URL in place of a host', ['--host', 'http://127.0.0.1'], 'Expected --host to be'],
  ['an empty folder', ['--data', ''], 'Expected --data to be a folder, got "".'],
  ['an unknown fault', ['--faults', 'flood=1'], 'Expected --faults to set'],
])('rejects %s', (_, args, message) => {
  expect(() => readArguments(args)).toThrow(message);
});
