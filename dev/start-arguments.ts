import { parseArgs } from 'node:util';
import { readFolder, readListenHost, readPort } from './cli/option-values';
import type { Faults } from './oss/faults/faults';
import { readFaults } from './oss/faults/read-faults';
import { readTrust, type Trust } from './oss/trust';

export const HELP = `Usage: npm start -- [options]

Runs the mini-program in a browser, with a policy backend and a local OSS.

  --port PORT          port of the preview (default 8080)
  --backend URL        request policies from this URL instead of starting a backend
  --backend-port PORT  port of the backend (default 3000, as in miniprogram/config.ts)
  --oss-port PORT      port of the local OSS (default 9000)
  --faults LIST        simulate failures; see npm run oss -- --help (default: none)
  --data DIR           folder to store the objects in (default .data/oss)
  --cors ORIGIN        also allow pages from this origin to use the local OSS; can be repeated
  --callback-to URL    also allow upload callbacks to URLs that begin with this one; can be repeated
  --host HOST          address to listen on (default 127.0.0.1); to use a phone, 0.0.0.0 or this computer's address in
                       the phone's network
  --help               show this help

Port 0 means any free port. Credentials, bucket, region and limits come from the environment; see docs/settings.md.
`;

export interface StartArguments {
  port: number;
  backend: string | undefined;
  backendPort: number;
  ossPort: number;
  dataDir: string;
  listenHost: string;
  faults: Faults;
  /** What the local OSS trusts besides what is started here. */
  trust: Trust;
}

/** @throws Error whose message says what is wrong */
export function readArguments(args: string[]): StartArguments | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8080' },
      backend: { type: 'string' },
      'backend-port': { type: 'string' },
      'oss-port': { type: 'string', default: '9000' },
      data: { type: 'string', default: '.data/oss' },
      host: { type: 'string', default: '127.0.0.1' },
      cors: { type: 'string', multiple: true },
      'callback-to': { type: 'string', multiple: true },
      faults: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.backend !== undefined && values['backend-port'] !== undefined) {
    throw new Error('Expected --backend or --backend-port, got both: with --backend no backend is started.');
  }
  const ports = {
    port: readPort('port', values.port),
    backendPort: readPort('backend-port', values['backend-port'] ?? '3000'),
    ossPort: readPort('oss-port', values['oss-port']),
  };
  const inUse = [ports.port, ports.ossPort, ...(values.backend === undefined ? [ports.backendPort] : [])];
  const twice = inUse.find((port, index) => port !== 0 && inUse.indexOf(port) !== index);
  if (twice !== undefined) {
    throw new Error(`Expected --port, --backend-port and --oss-port to differ, got ${twice} more than once.`);
  }
  return {
    ...ports,
    backend: values.backend === undefined ? undefined : readBackend(values.backend),
    dataDir: readFolder('data', values.data),
    listenHost: readListenHost(values.host),
    faults: readFaults(values.faults),
    trust: readTrust(values.cors, values['callback-to']),
  };
}

function readBackend(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Error(`Expected --backend to be an http(s) address, got "${text}".`);
  }
  if (url.username + url.password === '') return text;
  throw new Error('Expected --backend without a name and a password: wx.request sends none.');
}
