import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { developmentSettings } from '../../dev/oss/development-settings';

const ROOT = path.join(__dirname, '../..');

/** A server in a process of its own, so that it does not share a thread with what posts to it. */
export interface ServerProcess {
  url: string;
  /** Its resident memory, in bytes. */
  memory(): Promise<number>;
  end(): Promise<void>;
}

/** Runs a script that prints its address. @param file from the root of the project */
export async function startServer(file: string, args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...developmentSettings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    url: await readUrl(child.stdout, file),
    memory: () => residentBytes(child),
    async end() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function readUrl(stdout: NodeJS.ReadableStream, file: string): Promise<string> {
  for await (const line of createInterface(stdout)) {
    const [url] = /http:\/\/[\d.:]+/.exec(line) ?? [];
    if (url === undefined) continue;
    stdout.resume();
    return url;
  }
  throw new Error(`Expected ${file} to print its address, got none.`);
}

/** Reads the resident set size from procfs: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
async function residentBytes({ pid }: ChildProcess): Promise<number> {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kilobytes === undefined) throw new Error(`The memory of process ${pid} is unknown.`);
  return Number(kilobytes) * 1024;
}
