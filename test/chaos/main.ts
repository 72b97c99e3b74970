import { parseArgs } from 'node:util';
import { runChaos } from './chaos-run';

/** `npm run chaos -- --runs 5 --pictures 300 --rate 0.4 --kills 5 --seed 1`: long runs, each with a seed of its own. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '5' },
      pictures: { type: 'string', default: '300' },
      rate: { type: 'string', default: '0.4' },
      kills: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
    },
  });
  for (let run = 0; run < Number(values.runs); run++) {
    const options = {
      seed: Number(values.seed) + run,
      pictures: Number(values.pictures),
      faultRate: Number(values.rate),
      kills: Number(values.kills),
    };
    const begun = performance.now();
    const figures = await runChaos(options);
    const seconds = Math.round((performance.now() - begun) / 1000);
    process.stdout.write(`${JSON.stringify({ ...options, seconds, ...figures }, undefined, 2)}\n`);
    const { arrived, surplus, stores, keptFiles, callsUnderWay } = figures;
    const isWhole = arrived === options.pictures && surplus === 0 && stores === options.pictures;
    if (!isWhole || keptFiles.length > 0 || callsUnderWay > 0) process.exitCode = 1;
  }
}

void main();
