import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The locks of this process. */
const held = new Set<string>();

/**
 * Holds a folder for this process alone, by a file `lock` in it with the process's number. One that a process left which ended is
 * taken over.
 * @returns what frees the folder
 * @throws Error that names the folder and the process that uses it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'lock');
  if (!(await create(file))) {
    const holder = (await readFile(file, 'utf8')).trim();
    if (!isLeftBehind(holder, file)) throw inUse(folder, file, holder);
    await rm(file, { force: true });
    if (!(await create(file))) throw inUse(folder, file, 'started at the same time');
  }
  held.add(file);
  let isHeld = true;
  return async () => {
    if (!isHeld) return; // another one may have it by now
    isHeld = false;
    held.delete(file);
    await rm(file, { force: true });
  };
}

/** @returns false where there is one already */
async function create(file: string): Promise<boolean> {
  try {
    await writeFile(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    await rm(file, { force: true });
    throw error;
  }
}

/** Whether the process with this number ended. What is no number may be one that is just being written. */
function isLeftBehind(holder: string, file: string): boolean {
  const pid = /^[1-9]\d*$/.test(holder) ? Number(holder) : undefined;
  if (pid === undefined) return false;
  if (pid === process.pid) return !held.has(file); // numbers start again with a container
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

function inUse(folder: string, file: string, holder: string): Error {
  return new Error(
    `Expected a folder of its own for the local OSS, got ${folder}, which process ${holder} uses: end that one, or choose another folder (--data). If it is no local OSS, remove ${file}.`,
  );
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
