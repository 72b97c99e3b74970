import { parseArgs } from 'node:util';
import { runCommand } from '../../dev/cli/command-line';
import { readWholeNumber } from '../../dev/cli/option-values';
import { type ChaosOptions, runChaos, VIOLATIONS } from './chaos-run';
import { type ChaosRates, DEFAULT_RATES } from './world';

/** Pictures in a run, which has a seed, a phone and a bucket of its own. */
const RUN = 250;

const HELP = `Usage: npm run chaos -- [options]

Uploads pictures while the phone, the network and OSS fail in every known way, kills the mini-program in between, and
finally compares what it reports with what is in the bucket.

  --uploads N     number of pictures, ${RUN} per run (default 1000)
  --seed N        seed of the first run; each further run adds one (default 1)
  --faults LIST   inject only these faults: copy-cut=0.1,cut-after=0.2 (default: all, at their default rates)
  --help          show this help

Faults, with their default rates per occasion:
${rateLines(DEFAULT_RATES)}

The exit status is 1 if any image was lost, stored twice, corrupted, falsely reported as stored or failed, or needed a
manual retry, or if files were left over; 2 for invalid arguments; otherwise 0.
`;

function rateLines(rates: ChaosRates): string {
  const names = Object.entries(rates).map(([name, rate]) => `${name}=${rate}`);
  const lines = Array.from({ length: Math.ceil(names.length / 5) }, (_, line) => names.slice(line * 5, line * 5 + 5));
  return lines.map((line) => `  ${line.join('  ')}`).join('\n');
}

function readArguments(args: string[]): ChaosOptions[] | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      uploads: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      faults: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const firstSeed = readWholeNumber('seed', values.seed, 0, 1e6);
  const uploads = readWholeNumber('uploads', values.uploads, 1, 1e6);
  const rates = values.faults === undefined ? DEFAULT_RATES : readRates(values.faults);
  return Array.from({ length: Math.ceil(uploads / RUN) }, (_, run) => ({
    seed: firstSeed + run,
    uploads: Math.min(RUN, uploads - run * RUN),
    rates,
  }));
}

function readRates(text: string): ChaosRates {
  return Object.fromEntries(text.split(',').map((setting) => readRate(setting.trim())));
}

function readRate(setting: string): [string, number] {
  const [name = '', rate = ''] = setting.split('=');
  if (name in DEFAULT_RATES && /^\d*\.?\d+$/.test(rate) && Number(rate) <= 1) return [name, Number(rate)];
  throw new Error(`Expected --faults to be a list like copy-cut=0.1,cut-after=0.2, got "${setting}".`);
}

async function run(runs: readonly ChaosOptions[]): Promise<undefined> {
  const sums: Record<string, number> = {};
  const faults: Record<string, number> = {};
  const add = (into: Record<string, number>, name: string, count: number) => {
    into[name] = (into[name] ?? 0) + count;
  };
  for (const options of runs) {
    const figures = await runChaos(options);
    for (const name of ['uploads', 'posts', 'kills', 'pickedAgain'] as const) add(sums, name, figures[name]);
    for (const [name, count = 0] of Object.entries(figures.faults)) add(faults, name, count);
    for (const name of VIOLATIONS) {
      add(sums, name, figures[name].length);
      for (const line of figures[name]) process.stderr.write(`seed ${options.seed}: ${name}: ${line}\n`);
    }
    if (VIOLATIONS.some((name) => figures[name].length > 0)) process.exitCode = 1;
  }
  process.stdout.write(`${JSON.stringify({ ...sums, faults }, undefined, 2)}\n`);
}

void runCommand({ name: 'npm run chaos', help: HELP, readArguments, run });
