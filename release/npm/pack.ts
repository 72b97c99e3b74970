import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Packs a folder as npm does when it publishes. @returns the path of the file, in the destination */
export function pack(folder: string, destination: string): string {
  const isWindows = process.platform === 'win32';
  const options = ['pack', folder, '--silent', '--offline', '--pack-destination', destination];
  const printed = execFileSync(isWindows ? 'npm.cmd' : 'npm', options, { shell: isWindows, encoding: 'utf8' });
  return path.join(destination, printed.trim());
}
