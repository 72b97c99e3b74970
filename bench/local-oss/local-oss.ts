import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median } from '../median';
import { post, postMany } from './post';
import { type ServerProcess, startServer } from './server-process';

const MiB = 1024 ** 2;

const ROUNDS = 5;
const SMALL = { count: 1000, bytes: 20_000, connections: 10 };
const LARGE_BYTES = 256 * MiB;

/** Posts small and large files to the local OSS and to a server that checks nothing, in turn, and prints how fast each takes them. */
export async function benchLocalOss(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'local-oss-bench-'));
  const bareFolder = path.join(folder, 'bare');
  await mkdir(bareFolder);
  const oss = await startServer('dev/oss/main.ts', ['--port', '0', '--data', path.join(folder, 'oss')]);
  const bare = await startServer('bench/local-oss/bare-server.ts', [bareFolder]);
  const servers = [oss, bare];
  try {
    // Loads and compiles everything.
    for (const { url } of servers) await postMany(url, SMALL.count, SMALL.bytes, SMALL.connections);
    const small = await inTurn(servers, ({ url }) => postMany(url, SMALL.count, SMALL.bytes, SMALL.connections));
    const perSecond = small.map((seconds) => SMALL.count / seconds);
    print(comparison(`files of ${SMALL.bytes / 1000} KB`, perSecond, 'a second'));

    const before = await oss.memory();
    const peak = watchPeak(oss);
    const large = await inTurn(servers, ({ url }) => postOne(url, LARGE_BYTES));
    const growth = (await peak.end()) - before;
    const rates = large.map((seconds) => LARGE_BYTES / MiB / seconds);
    print(comparison(`a file of ${LARGE_BYTES / MiB} MiB`, rates, 'MiB a second'));
    print(`resident memory of the local OSS: ${toMiB(before)} MiB, at most ${toMiB(growth)} MiB more`);
  } finally {
    for (const server of servers) await server.end();
    await rm(folder, { recursive: true });
  }
}

/** @returns the median of each server's seconds */
async function inTurn(
  servers: readonly ServerProcess[],
  run: (server: ServerProcess) => Promise<number>,
): Promise<number[]> {
  const seconds = new Map<ServerProcess, number[]>(servers.map((server) => [server, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const server of servers) seconds.get(server)?.push(await run(server));
  return [...seconds.values()].map(median);
}

async function postOne(url: string, bytes: number): Promise<number> {
  const startedAt = performance.now();
  await post(url, bytes);
  return (performance.now() - startedAt) / 1000;
}

function comparison(what: string, [oss = Number.NaN, bare = Number.NaN]: readonly number[], unit: string): string {
  return `${what}: local OSS ${oss.toFixed(0)} ${unit}, bare server ${bare.toFixed(0)}: ratio ${(oss / bare).toFixed(2)}`;
}

const toMiB = (bytes: number) => (bytes / MiB).toFixed(0);

/** Samples a process's resident memory ten times a second; `end` returns the peak. */
function watchPeak(server: ServerProcess): { end(): Promise<number> } {
  let peak = 0;
  const look = async () => {
    peak = Math.max(peak, await server.memory());
  };
  const timer = setInterval(look, 100);
  return {
    end: async () => {
      clearInterval(timer);
      await look();
      return peak;
    },
  };
}
