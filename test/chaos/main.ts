import { parseArgs } from 'node:util';
import { runCommand } from '../../dev/cli/command-line';
import { readWholeNumber } from '../../dev/cli/option-values';
import { type ChaosOptions, runChaos } from './chaos-run';

const HELP = `Usage: npm run chaos -- [options]

Uploads hundreds of pictures while uploads and policy requests fail and the mini-program is killed, and checks that each
picture is stored exactly once.

  --runs N       how many runs, each with its own seed (default 5)
  --pictures N   pictures in a run (default 300)
  --rate RATE    share of the uploads and policy requests that fail, 0 to 1 (default 0.4)
  --kills N      how often the mini-program is killed and restarted in a run (default 5)
  --seed N       seed of the first run; the next ones count up (default 1)
  --help         show this help

The exit status is 0 if every run was without loss, 1 if not, 2 for wrong arguments.
`;

function readArguments(args: string[]): ChaosOptions[] | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: 'string', default: '5' },
      pictures: { type: 'string', default: '300' },
      rate: { type: 'string', default: '0.4' },
      kills: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const firstSeed = readWholeNumber('seed', values.seed, 0, 1e9);
  const options = {
    pictures: readWholeNumber('pictures', values.pictures, 1, 100_000),
    faultRate: readRate(values.rate),
    kills: readWholeNumber('kills', values.kills, 0, 1000),
  };
  const runs = readWholeNumber('runs', values.runs, 1, 1000);
  return Array.from({ length: runs }, (_, run) => ({ ...options, seed: firstSeed + run }));
}

function readRate(text: string): number {
  if (/^\d*\.?\d+$/.test(text) && Number(text) <= 1) return Number(text);
  throw new Error(`Expected --rate to be a number from 0 to 1, got "${text}".`);
}

async function run(runs: readonly ChaosOptions[]): Promise<undefined> {
  for (const options of runs) {
    const begun = performance.now();
    const figures = await runChaos(options);
    const seconds = Math.round((performance.now() - begun) / 1000);
    process.stdout.write(`${JSON.stringify({ ...options, seconds, ...figures }, undefined, 2)}\n`);
    const { arrived, surplus, stores, keptFiles, callsInFlight } = figures;
    const isWhole = arrived === options.pictures && surplus === 0 && stores === options.pictures;
    if (!isWhole || keptFiles.length > 0 || callsInFlight > 0) process.exitCode = 1;
  }
}

void runCommand({ name: 'npm run chaos', help: HELP, readArguments, run });
