import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readOssSettings } from '../../server/settings';
import { developmentSettings } from './development-settings';
import { startLocalOss } from './server';

const HELP = `Usage: npm run oss -- [options]

Starts a local stand-in for one OSS bucket.

  --port PORT   port to listen on, 0 for any free one (default 9000)
  --host HOST   address to listen on (default 127.0.0.1)
  --data DIR    folder that the objects are kept in (default .data/oss)
  --refuse-v1   refuse V1 signatures, as OSS does for newer accounts and buckets
  --help        show this help

Credentials, bucket and region come from the environment, see README.md, "Settings".
`;

interface Arguments {
  help: boolean;
  port: number;
  listenHost: string;
  dataDir: string;
  refuseV1: boolean;
}

/** @throws Error whose message says what is wrong */
function readArguments(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '9000' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: '.data/oss' },
      'refuse-v1': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
    throw new Error(`--port is expected to be a whole number from 0 to 65535, not "${values.port}".`);
  }
  return {
    help: values.help,
    port: Number(values.port),
    listenHost: values.host,
    dataDir: resolve(values.data),
    refuseV1: values['refuse-v1'],
  };
}

async function run({ port, listenHost, dataDir, refuseV1 }: Arguments): Promise<void> {
  const settings = readOssSettings({ ...developmentSettings, ...process.env });
  const log = (line: string) => process.stdout.write(`${line}\n`);
  const oss = await startLocalOss({ settings, dataDir, listenHost, port, refuseV1, log });
  log(`Local OSS: bucket ${settings.bucket} at ${oss.url}, objects in ${dataDir}. Ctrl-C ends it.`);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void oss.close());
}

/** Wrong arguments end with 2, a start that fails with 1. */
async function main(): Promise<void> {
  let args: Arguments;
  try {
    args = readArguments(process.argv.slice(2));
  } catch (error) {
    fail(error, 2);
    return;
  }
  if (args.help) {
    process.stdout.write(HELP);
    return;
  }
  await run(args).catch((error) => fail(error, 1));
}

function fail(error: unknown, exitCode: number): void {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = exitCode;
}

void main();
