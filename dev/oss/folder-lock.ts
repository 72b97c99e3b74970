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
  if (held.has(file)) throw inUse(folder, file, String(process.pid));
  held.add(file);
  try {
    if (!(await create(file))) await takeOver(folder, file);
  } catch (error) {
    held.delete(file);
    throw error;
  }
  let isHeld = true;
  return async () => {
    if (!isHeld) return; // another one may have it by now
    isHeld = false;
    held.delete(file);
    await rm(file, { force: true });
  };
}

/**
 * Replaces the lock of a process that ended. One process at a time does so: otherwise a second one, which read the old lock too, would
 * remove the new one.
 */
async function takeOver(folder: string, file: string): Promise<void> {
  const takingOver = `${file}.taking-over`;
  if (!(await create(takingOver))) throw inUse(folder, takingOver, await readHolder(takingOver));
  try {
    const holder = await readHolder(file);
    if (!isLeftBehind(holder)) throw inUse(folder, file, holder);
    await rm(file, { force: true });
    if (!(await create(file))) throw inUse(folder, file, await readHolder(file));
  } finally {
    await rm(takingOver, { force: true });
  }
}

/** The number of the process that holds a lock, or what else is in the file; empty where the lock was just released. */
async function readHolder(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
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
function isLeftBehind(holder: string): boolean {
  const pid = /^[1-9]\d*$/.test(holder) ? Number(holder) : undefined;
  if (pid === undefined) return false;
  if (pid === process.pid) return true; // not held by this process: numbers start again with a container
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
