import { parseArgs } from 'node:util';
import { readOssSettings } from '../../server/settings';
import { type Running, runCommand } from '../cli/command-line';
import { readFolder, readListenHost, readPort } from '../cli/option-values';
import { PUBLIC_KEY_PATH } from './callback/signing-key';
import { developmentSettings } from './development-settings';
import type { Faults } from './faults/faults';
import { FAULTS_HELP, readFaults } from './faults/read-faults';
import type { PublicEndpoint } from './post-object';
import { startLocalOss } from './server';
import { readTrust, type Trust } from './trust';

const HELP = `Usage: npm run oss -- [options]

Starts a local OSS with one bucket.

  --port PORT   port to listen on, 0 for any free one (default 9000)
  --host HOST   address to listen on (default 127.0.0.1)
  --data DIR    folder to store the objects in (default .data/oss)
  --cors ORIGIN also allow pages from this origin to upload and read, or * for any origin (default: only the
                preview at its default port)
  --callback-to URL
                allow upload callbacks to URLs that begin with this one (default: none)
  --refuse-v1   refuse V1 signatures, as OSS does for newer accounts and buckets
  --public-endpoint forbidden
                refuse uploads and reads with PublicEndpointForbidden, as the default domain of mainland buckets does
                for accounts opened since 2025-03-20 (default: allowed)
  --faults LIST simulate failures, such as "latency=200,bandwidth=500k,cut-after=0.2,503=0.1":
${FAULTS_HELP}
  --help        show this help

GET /?list-type=json lists the objects. GET /?requests lists the most recent forms: their fields, each policy condition with
the value it was compared with, and the steps of the signature.

--cors and --callback-to can be repeated. Callbacks are signed with the local OSS's own key. A backend that verifies them
must trust it, for port 9000 with
OSS_CALLBACK_KEY_URLS=http://127.0.0.1:9000${PUBLIC_KEY_PATH}

Credentials, bucket and region come from the environment; see docs/settings.md.
`;

interface Arguments {
  port: number;
  listenHost: string;
  dataDir: string;
  refuseV1: boolean;
  publicEndpoint: PublicEndpoint;
  trust: Trust;
  faults: Faults;
}

function readArguments(args: string[]): Arguments | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '9000' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: '.data/oss' },
      cors: { type: 'string', multiple: true },
      'callback-to': { type: 'string', multiple: true },
      'refuse-v1': { type: 'boolean', default: false },
      'public-endpoint': { type: 'string', default: 'allowed' },
      faults: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    port: readPort('port', values.port),
    listenHost: readListenHost(values.host),
    dataDir: readFolder('data', values.data),
    refuseV1: values['refuse-v1'],
    publicEndpoint: readPublicEndpoint(values['public-endpoint']),
    trust: readTrust(values.cors, values['callback-to']),
    faults: readFaults(values.faults),
  };
}

function readPublicEndpoint(text: string): PublicEndpoint {
  if (text === 'allowed' || text === 'forbidden') return text;
  throw new Error(`Expected --public-endpoint to be allowed or forbidden, got "${text}".`);
}

async function run({ trust, ...options }: Arguments): Promise<Running> {
  const settings = readOssSettings({ ...developmentSettings, ...process.env });
  const log = (line: string) => process.stdout.write(`${line}\n`);
  const oss = await startLocalOss({ ...options, settings, log });
  oss.trust(trust);
  return {
    ready: `Local OSS: bucket ${settings.bucket} at ${oss.url}, objects in ${options.dataDir}. Ctrl-C ends it.`,
    close: oss.close,
  };
}

void runCommand({ name: 'npm run oss', help: HELP, readArguments, run });
