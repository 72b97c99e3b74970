import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Lists the project's type errors, one line each; undefined if it has no tsconfig.json. */
export function typeFaults(folder: string): string[] | undefined {
  if (!existsSync(path.join(folder, 'tsconfig.json'))) return undefined;
  const { stdout, status } = spawnSync(
    process.execPath,
    [findTsc(folder), '-p', folder, '--noEmit', '--pretty', 'false'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  if (status === 0) return [];
  return stdout.split('\n').filter((line) => line.trim() !== '');
}

/** The project's own TypeScript, or else this one's. */
function findTsc(folder: string): string {
  const own = path.join(folder, 'package.json');
  for (const from of [own, __filename]) {
    try {
      return path.join(path.dirname(createRequire(from).resolve('typescript/package.json')), 'bin/tsc');
    } catch {
      // Not installed there.
    }
  }
  throw new Error('TypeScript is not installed: run npm ci.');
}
