import { parseArgs } from 'node:util';
import { runCommand } from '../dev/cli/command-line';
import { benchBlocking } from './blocking';
import { benchChecksum } from './checksum';
import { benchLocalOssMemory } from './local-oss-memory';
import { benchPageWork } from './page-work';
import { benchPolicies } from './policies';
import { benchSaveToScreen } from './save-to-screen';
import { benchStartUp } from './start-up';
import { benchUploadLink } from './upload-link';

type Benchmark = (print: (line: string) => void) => Promise<void>;

const BENCHMARKS: ReadonlyMap<string, Benchmark> = new Map([
  ['start-up', benchStartUp],
  ['save-to-screen', benchSaveToScreen],
  ['upload-link', benchUploadLink],
  ['page-work', benchPageWork],
  ['blocking', benchBlocking],
  ['checksum', benchChecksum],
  ['local-oss-memory', benchLocalOssMemory],
  ['policies', benchPolicies],
]);

const HELP = `Usage: npm run bench -- [NAME …]

Runs the named benchmarks, or all of them, and prints what they measure. Nothing here passes or fails.

  start-up           time until npm start prints its address
  save-to-screen     time until the page shows a saved change, in Chromium
  upload-link        how well the queue uses a slow uplink
  page-work          calls of setData and their bytes, for 100 uploads
  blocking           the longest stretch for which the service blocks the page, without a JIT
  checksum           what comparing a file with OSS's CRC-64 costs
  local-oss-memory   speed and memory of the local OSS, for an upload of 1 GiB
  policies           signed policies a second, beside a bare server and Express
  --help             show this help
`;

function readArguments(args: string[]): Benchmark[] | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  });
  if (values.help) return 'help';
  return positionals.length > 0 ? positionals.map(readBenchmark) : [...BENCHMARKS.values()];
}

function readBenchmark(name: string): Benchmark {
  const benchmark = BENCHMARKS.get(name);
  if (benchmark) return benchmark;
  throw new Error(`Expected one of ${[...BENCHMARKS.keys()].join(', ')}, got "${name}".`);
}

async function run(benchmarks: readonly Benchmark[]): Promise<undefined> {
  for (const benchmark of benchmarks) await benchmark((line) => void process.stdout.write(`${line}\n`));
}

void runCommand({ name: 'npm run bench', help: HELP, readArguments, run });
