import { type FSWatcher, readdirSync, watch } from 'node:fs';
import path from 'node:path';

/** Debounce delay in milliseconds, because an editor saves a file in several steps. */
const SETTLE_MS = 40;

/**
 * Calls `changed` after each change in the folder or its subfolders, one call at a time. Returns a function that stops watching.
 *
 * Each folder gets its own watcher: with `recursive`, Node 20 on Linux watches each file's inode and loses a file that an editor
 * replaces by renaming another over it (https://nodejs.org/docs/latest-v20.x/api/fs.html#inodes).
 */
export function watchFolder(folder: string, changed: () => Promise<void>): () => void {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();

  const unwatch = (each: string) => {
    watchers.get(each)?.close();
    watchers.delete(each);
  };
  const watchAll = () => {
    const present = new Set(foldersIn(folder));
    for (const gone of [...watchers.keys()].filter((each) => !present.has(each))) unwatch(gone);
    for (const each of present) {
      if (!watchers.has(each))
        watchers.set(
          each,
          watch(each, schedule).on('error', () => unwatch(each)),
        );
    }
  };
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      watchAll();
      running = running.then(changed);
    }, SETTLE_MS);
  };
  watchAll();
  return () => {
    clearTimeout(timer);
    for (const each of [...watchers.keys()]) unwatch(each);
  };
}

/** Lists the folder and its subfolders. A folder deleted meanwhile counts as empty. */
function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    const inside = entries.filter((entry) => entry.isDirectory());
    return [folder, ...inside.flatMap((entry) => foldersIn(path.join(folder, entry.name)))];
  } catch {
    return [];
  }
}
