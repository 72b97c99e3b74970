import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { aptInstall } from '../apt-install';

const COMMAND = 'redis-server';

/** Jest's global setup for the unit tests: installs Redis if there is none. */
export default function installRedis(): void {
  aptInstall([COMMAND], isInstalled);
  if (isInstalled()) return;
  throw new Error(
    `Expected ${COMMAND} for the tests of limits that processes share, found none and could install none: install it, for example with "apt-get install ${COMMAND}".`,
  );
}

function isInstalled(): boolean {
  return spawnSync(COMMAND, ['--version']).status === 0;
}

export interface RunningRedis {
  url: string;
  stop(): Promise<void>;
}

/** Starts a Redis of the test's own, that keeps nothing on disk. */
export async function startRedis(): Promise<RunningRedis> {
  const dir = mkdtempSync(path.join(tmpdir(), 'redis-'));
  const port = await freePort();
  const options = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir];
  const child: ChildProcess = spawn(COMMAND, options, { stdio: 'ignore' });
  const exited = once(child, 'exit');
  await untilConnected(Number(port), child);
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      await exited;
      rmSync(dir, { recursive: true });
    },
  };
}

/** Free a moment ago: to Redis port 0 means none. */
async function freePort(): Promise<string> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  await once(server.close(), 'close');
  return String(port);
}

async function untilConnected(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isConnected = await once(socket, 'connect').then(
      () => true,
      () => false, // refused
    );
    socket.destroy();
    if (isConnected) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`Expected ${COMMAND} to listen on port ${port}, got exit status ${child.exitCode}.`);
}
