import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Measures how long `npm start` takes to print its address. Target: 3 s after install. */
export async function benchStartUp(print: (line: string) => void): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'bench-start-'));
  const begun = performance.now();
  const ports = ['--port', '0', '--backend-port', '0', '--oss-port', '0', '--data', dataDir];
  const started = spawn('npm', ['start', '--', ...ports], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  try {
    await new Promise<void>((resolve) => {
      let printed = '';
      started.stdout.on('data', (chunk) => {
        printed += chunk;
        if (printed.includes('Ctrl-C ends all of it')) resolve();
      });
    });
    print(`npm start ready: ${((performance.now() - begun) / 1000).toFixed(2)} s (target: 3 s)`);
  } finally {
    // Signal the whole process group, because npm does not forward signals to its children.
    if (started.pid !== undefined) process.kill(-started.pid, 'SIGINT');
    await once(started, 'exit');
    await rm(dataDir, { recursive: true, force: true });
  }
}
