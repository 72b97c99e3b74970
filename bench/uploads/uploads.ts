import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Picture } from './client';
import { CLIENTS } from './clients';
import { evenShares, leastTime } from './link';
import { describeLoad, LOADS, type Load } from './loads';
import { makePictures, measure, type Run } from './measure';
import { installPeers } from './peers';
import { RAW_CONNECTIONS, uploadRaw } from './raw';
import { orderOf, summarize, TABLE_HEAD, tableRow, VOID_ABOVE } from './summary';

export interface UploadsOptions {
  /** Rounds of each load. Default 5. */
  rounds?: number;
  /** Name of the one load to run. Default: all. */
  load?: string;
}

const RAW = 'raw connections';

/**
 * Uploads the same pictures over the same shaped line with this project and its peers, in turn, and prints a table of
 * medians for each load.
 * @throws RangeError where an option names no load or no number of rounds
 */
export async function benchUploads(
  print: (line: string) => void,
  { rounds = 5, load: name }: UploadsOptions = {},
): Promise<void> {
  const loads = LOADS.filter((load) => name === undefined || load.name === name);
  if (loads.length === 0) {
    throw new RangeError(`Expected a load of ${LOADS.map((load) => load.name).join(', ')}, got "${name}".`);
  }
  if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError(`Expected \`--rounds\` from 1, got ${rounds}.`);
  await installPeers(print);
  for (const load of loads) {
    const folder = await mkdtemp(path.join(tmpdir(), 'bench-uploads-'));
    try {
      await benchLoad(load, rounds, folder, print);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function benchLoad(load: Load, rounds: number, folder: string, print: (line: string) => void): Promise<void> {
  const pictures = await makePictures(load.sizes, folder);
  const bytes = load.sizes.reduce((all, size) => all + size, 0);
  const limit = leastTime(load.link, evenShares(bytes, RAW_CONNECTIONS));
  const runs = new Map<string, Run[]>();
  let voided = 0;
  for (let round = 0; round < rounds; ) {
    const raw = await measure(uploadRaw, { ...load, cuts: [] }, pictures, folder);
    // Not for ever: on a machine that is always busy the table says so.
    if (raw.seconds > VOID_ABOVE * limit && voided < rounds) {
      voided++;
      continue;
    }
    keep(runs, RAW, raw);
    for (const client of orderOf(load.clients, round)) await runClient(client, load, pictures, folder, runs, print);
    round++;
  }
  print(`${describeLoad(load)}; limit ${limit.toFixed(2)} s; ${rounds} rounds, ${voided} void`);
  for (const line of TABLE_HEAD) print(line);
  for (const title of [RAW, ...load.clients.map(titleOf)])
    print(tableRow(title, summarize(runs.get(title) ?? []), rounds, limit));
  print('');
}

async function runClient(
  name: string,
  load: Load,
  pictures: readonly Picture[],
  folder: string,
  runs: Map<string, Run[]>,
  print: (line: string) => void,
): Promise<void> {
  const client = CLIENTS[name];
  if (client === undefined) throw new Error(`Expected a client of ${Object.keys(CLIENTS).join(', ')}, got "${name}".`);
  // A client that gives up is a result, too.
  const run = await measure(client.upload, load, pictures, folder).catch((error: unknown) => {
    print(`${client.title} gave up: ${String(error)}`);
  });
  if (run) keep(runs, client.title, run);
}

const titleOf = (name: string) => CLIENTS[name]?.title ?? name;

function keep(runs: Map<string, Run[]>, title: string, run: Run): void {
  runs.set(title, [...(runs.get(title) ?? []), run]);
}
