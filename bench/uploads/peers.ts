import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = path.join(__dirname, '../peers');
const peerRequire = createRequire(path.join(FOLDER, 'package.json'));

/** Installs the peers where they are missing, from the lock of their own. */
export async function installPeers(print: (line: string) => void): Promise<void> {
  if (existsSync(path.join(FOLDER, 'node_modules', '.package-lock.json'))) return;
  print('Installing the peers in bench/peers …');
  // Their install scripts are not needed.
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: FOLDER });
}

/** Loads a peer afresh: each run gets one without state of the run before. @returns what it exports */
export function requirePeer(name: string): unknown {
  delete peerRequire.cache[peerRequire.resolve(name)];
  return peerRequire(name);
}

/** Loads a peer that is an ES module. */
export async function importPeer(name: string): Promise<unknown> {
  return import(pathToFileURL(peerRequire.resolve(name)).href);
}
