import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Runs something in a temporary working directory, since miniprogram-ci leaves a folder with a hash for a name in it. */
export async function inScratchFolder<Result>(run: (folder: string) => Promise<Result>): Promise<Result> {
  const start = process.cwd();
  const folder = await mkdtemp(path.join(tmpdir(), 'compile-'));
  process.chdir(folder);
  try {
    return await run(folder);
  } finally {
    process.chdir(start);
    await rm(folder, { recursive: true, force: true });
  }
}
