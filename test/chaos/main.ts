import { parseArgs } from 'node:util';
import { runCommand } from '../../dev/cli/command-line';
import { readWholeNumber } from '../../dev/cli/option-values';
import { type ChaosOptions, runChaos, VIOLATIONS } from './chaos-run';
import { type ChaosRates, DEFAULT_RATES } from './world';

/** Pictures in a run, which has a seed, a phone and a bucket of its own. */
const RUN = 250;

const HELP = `Usage: npm run chaos -- [options]

Uploads pictures from a phone that misbehaves in every known way, through a network and to an OSS that do so too, kills the
mini-program in between, and compares in the end what it says with what is in the bucket.

  --uploads N     how many pictures, ${RUN} in a run (default 1000)
  --seed N        seed of the first run; the next ones count up (default 1)
  --faults LIST   what goes wrong, and nothing else: copy-cut=0.1,cut-after=0.2 (default: everything, each at its own rate)
  --help          show this help

What can go wrong, with its default rate of each occasion:
${rateLines(DEFAULT_RATES)}

The exit status is 0 if nothing was lost, doubled, wrong, falsely stored or failed, needed a tap or was left behind; 1 if
something was; 2 for wrong arguments.
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
