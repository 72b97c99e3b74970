import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { developmentSettings } from '../dev/oss/development-settings';
import { readOssSettings } from '../server/settings';
import { BOUNDARY, encodeParts, signedForm, toParts } from '../test/dev/oss/post-form';

const MiB = 1024 ** 2;
const FILE_BYTES = 1024 * MiB;
const ROOT = join(__dirname, '..');

/** Streams 1 GiB into a local OSS in a separate process and prints its throughput and memory growth. */
export async function benchLocalOssMemory(print: (line: string) => void): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'local-oss-bench-'));
  const oss = spawn(process.execPath, ['--import', 'tsx', 'dev/oss/main.ts', '--port', '0', '--data', dataDir], {
    cwd: ROOT,
    env: { ...process.env, ...developmentSettings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await readUrl(oss);
    await post(url, MiB); // warm-up: loads and compiles everything
    const before = await residentBytes(oss);
    const peak = watchPeak(oss);
    const startedAt = performance.now();
    await post(url, FILE_BYTES);
    const seconds = (performance.now() - startedAt) / 1000;
    const growth = (await peak.end()) - before;
    print(`local OSS, 1 GiB: ${(FILE_BYTES / MiB / seconds).toFixed(0)} MiB/s, ${seconds.toFixed(1)} s`);
    print(
      `local OSS, resident memory: ${(before / MiB).toFixed(0)} MiB, at most ${(growth / MiB).toFixed(0)} MiB more`,
    );
  } finally {
    oss.kill('SIGTERM');
    await once(oss, 'exit');
    await rm(dataDir, { recursive: true });
  }
}

/** Posts a file of zeros, streamed so that it does not fill this process's memory either. */
async function post(url: string, bytes: number): Promise<void> {
  const settings = readOssSettings(developmentSettings);
  const [head, tail] = splitAtFile(encodeParts(toParts(signedForm({ settings }), { value: FILE_MARK })));
  const sending = request(url, {
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': head.length + bytes + tail.length,
    },
  });
  const answering = once(sending, 'response');
  await pipeline(Readable.from(body(head, bytes, tail)), sending);
  const [response] = await answering;
  response.resume();
  if (response.statusCode !== 204) throw new Error(`Expected the local OSS to answer 204, got ${response.statusCode}.`);
}

const FILE_MARK = 'the file goes here';

function splitAtFile(form: Buffer): [head: Buffer, tail: Buffer] {
  const at = form.indexOf(FILE_MARK);
  return [form.subarray(0, at), form.subarray(at + FILE_MARK.length)];
}

function* body(head: Buffer, bytes: number, tail: Buffer): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024);
  yield head;
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk.subarray(0, Math.min(chunk.length, bytes - sent));
  yield tail;
}

async function readUrl(oss: ChildProcess): Promise<string> {
  if (oss.stdout === null) throw new Error('The local OSS was started without a pipe for its output.');
  for await (const line of createInterface(oss.stdout)) {
    const [url] = /http:\/\/[\d.:]+/.exec(line) ?? [];
    if (url !== undefined) {
      oss.stdout.resume();
      return url;
    }
  }
  throw new Error('The local OSS ended before it was ready.');
}

/** Samples a process's resident memory ten times a second; `end` returns the peak. */
function watchPeak(process: ChildProcess): { end(): Promise<number> } {
  let peak = 0;
  const look = async () => {
    peak = Math.max(peak, await residentBytes(process));
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

/** Reads the resident set size from procfs: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
async function residentBytes({ pid }: ChildProcess): Promise<number> {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kilobytes === undefined) throw new Error(`The memory of process ${pid} is unknown.`);
  return Number(kilobytes) * 1024;
}
