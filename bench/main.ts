import { parseArgs } from 'node:util';
import { runCommand } from '../dev/cli/command-line';
import { benchBlocking } from './blocking';
import { benchChecksum } from './checksum';
import { benchFirstTiles } from './first-tiles';
import { benchLocalOss } from './local-oss/local-oss';
import { benchPageWork } from './page-work';
import { benchPolicies } from './policies';
import { benchSaveToScreen } from './save-to-screen';
import { benchStartUp } from './start-up';
import { benchUploads, type UploadsOptions } from './uploads/uploads';

type Benchmark = (print: (line: string) => void, options: UploadsOptions) => Promise<void>;

const BENCHMARKS: ReadonlyMap<string, Benchmark> = new Map([
  ['start-up', benchStartUp],
  ['save-to-screen', benchSaveToScreen],
  ['uploads', benchUploads],
  ['page-work', benchPageWork],
  ['first-tiles', benchFirstTiles],
  ['blocking', benchBlocking],
  ['checksum', benchChecksum],
  ['local-oss', benchLocalOss],
  ['policies', benchPolicies],
]);

const HELP = `Usage: npm run bench -- [NAME …] [options]

Runs the named benchmarks, or all of them, and prints the results. A benchmark cannot fail.

  start-up           time until npm start prints its address
  save-to-screen     time until the page in Chromium shows a saved change
  uploads            time for many pictures on a slow link, compared with other clients; takes 15 minutes
  page-work          number and size of setData calls for 100 uploads
  first-tiles        time until Chromium has drawn the tiles of 200 picked pictures
  blocking           longest time for which the service blocks the page, without a JIT
  checksum           cost of comparing a file with OSS's CRC-64
  local-oss          speed and memory of the local OSS, compared with a server that checks nothing
  policies           signed policies per second, compared with a bare server and Express
  --rounds N         rounds per load of uploads (default 5)
  --load NAME        one load of uploads: large, small, mixed-3-cuts, mixed-30-cuts, cut-picture (default: all)
  --help             show this help
`;

interface Arguments extends UploadsOptions {
  benchmarks: readonly Benchmark[];
}

function readArguments(args: string[]): Arguments | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      load: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { rounds, load, help } = values;
  if (help) return 'help';
  return {
    benchmarks: positionals.length > 0 ? positionals.map(readBenchmark) : [...BENCHMARKS.values()],
    ...(rounds === undefined ? {} : { rounds: Number(rounds) }),
    ...(load === undefined ? {} : { load }),
  };
}

function readBenchmark(name: string): Benchmark {
  const benchmark = BENCHMARKS.get(name);
  if (benchmark) return benchmark;
  throw new Error(`Expected one of ${[...BENCHMARKS.keys()].join(', ')}, got "${name}".`);
}

async function run({ benchmarks, ...options }: Arguments): Promise<undefined> {
  for (const benchmark of benchmarks) await benchmark((line) => void process.stdout.write(`${line}\n`), options);
}

void runCommand({ name: 'npm run bench', help: HELP, readArguments, run });
