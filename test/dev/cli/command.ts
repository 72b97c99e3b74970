import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A running command of this project. */
export interface Command {
  /** Resolves with the output so far once it contains the text; rejects if the command exits before. */
  printed(text: string): Promise<string>;
  signal(name: NodeJS.Signals): void;
  ended: Promise<Ended>;
}

const running = new Set<ChildProcessWithoutNullStreams>();

/** Runs a TypeScript file of this project, by its path from the root. */
export function startCommand(file: string, args: string[], env: NodeJS.ProcessEnv = process.env): Command {
  const root = path.join(__dirname, '../../..');
  // By its URL, since processes that the command starts take it over, in another working directory.
  const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
  const child = spawn(process.execPath, ['--import', tsx, file, ...args], { cwd: root, env });
  running.add(child);
  const output = { stdout: '', stderr: '' };
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  const ended = once(child, 'close').then(([exitCode]) => {
    running.delete(child);
    return { exitCode: exitCode as number | null, ...output }; // as Node's documentation of `close` says
  });
  return {
    ended,
    signal: (name) => child.kill(name),
    printed: (text) =>
      new Promise((resolve, reject) => {
        const check = () => output.stdout.includes(text) && resolve(output.stdout);
        child.stdout.on('data', check);
        check();
        void ended.then(() => reject(new Error(`Expected "${text}", got: ${output.stdout}${output.stderr}`)));
      }),
  };
}

/** For `afterEach`: kills the commands that a failed test left running. */
export function endCommands(): void {
  for (const child of running) child.kill('SIGKILL');
}
