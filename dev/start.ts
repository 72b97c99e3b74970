import path from 'node:path';
import { parseArgs } from 'node:util';
import { policyUrl } from '../miniprogram/config';
import { publicHostOf } from './cli/addresses';
import { readPort, runCommand } from './cli/command-line';
import { startLocalCloud } from './cloud/local-cloud';
import type { Faults } from './oss/faults/faults';
import { readFaults } from './oss/faults/read-faults';
import { startPreview } from './preview/server';

const HELP = `Usage: npm start -- [options]

Shows the mini-program in a browser, with a policy backend and a local OSS to upload into.

  --port PORT          of the preview (default 8080)
  --backend URL        use the policies of this address instead of a backend started here
  --backend-port PORT  of the backend started here (default 3000, as in miniprogram/config.ts)
  --oss-port PORT      of the local OSS (default 9000)
  --faults LIST        make uploads go wrong, see npm run oss -- --help (default: they do not)
  --data DIR           folder that the objects are kept in (default .data/oss)
  --host HOST          address to listen on (default 127.0.0.1; 0.0.0.0 to try it on a phone)
  --help               show this help

A port of 0 is any free one. Credentials, bucket, region and limits come from the environment, see README.md, "Settings".
`;

interface Arguments {
  port: number;
  backend: string | undefined;
  backendPort: number;
  ossPort: number;
  dataDir: string;
  listenHost: string;
  faults: Faults;
}

function readArguments(args: string[]): Arguments | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8080' },
      backend: { type: 'string' },
      'backend-port': { type: 'string', default: '3000' },
      'oss-port': { type: 'string', default: '9000' },
      data: { type: 'string', default: '.data/oss' },
      host: { type: 'string', default: '127.0.0.1' },
      faults: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.backend !== undefined && !/^https?:\/\/./.test(values.backend)) {
    throw new Error(`Expected --backend to be an http(s) address, got "${values.backend}".`);
  }
  return {
    port: readPort('port', values.port),
    backend: values.backend,
    backendPort: readPort('backend-port', values['backend-port']),
    ossPort: readPort('oss-port', values['oss-port']),
    dataDir: path.resolve(values.data),
    listenHost: values.host,
    faults: readFaults(values.faults),
  };
}

async function run({ port, backend, backendPort, ossPort, dataDir, listenHost, faults }: Arguments) {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const publicHost = publicHostOf(listenHost);
  const cloud = await startLocalCloud({
    dataDir,
    policyUrl: backend,
    listenHost,
    publicHost,
    ossPort,
    backendPort,
    oss: { faults },
    environment: process.env,
    log: print,
  });
  try {
    const preview = await startPreview({
      miniprogramRoot: path.resolve(__dirname, '../miniprogram'),
      listenHost,
      port,
      backend: { configured: policyUrl('develop'), actual: cloud.policyUrl },
      watch: true,
      print,
    });
    const url = new URL(preview.url);
    url.hostname = publicHost;
    print(`\n  The mini-program:  ${url.href}\n`);
    print(`  policies from      ${cloud.policyUrl}`);
    print(`  local OSS          ${cloud.ossUrl}/?list-type=json  (objects in ${dataDir})`);
    print('  Ctrl-C ends all of it.\n');
    return {
      async close() {
        await Promise.all([preview.close(), cloud.close()]);
      },
    };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

void runCommand({ help: HELP, readArguments, run });
