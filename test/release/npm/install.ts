import { execFileSync } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { buildNpmPackage } from '../../../release/npm/build';
import { pack } from '../../../release/npm/pack';
import { startCommand } from '../../dev/cli/command';

const ROOT = path.join(__dirname, '../../..');

export const NAME = 'wechat-oss-upload';

/** In milliseconds, for WeChat's compiler on a busy machine. */
export const COMPILE_TIMEOUT = 240_000;

/** Builds the npm package in a folder, packs it as npm does, and unpacks it. @returns the folder with its package.json */
export async function packPackage(scratch: string): Promise<string> {
  const built = path.join(scratch, 'built');
  await buildNpmPackage(built);
  execFileSync('tar', ['-xzf', path.basename(pack(built, scratch))], { cwd: scratch });
  return path.join(scratch, 'package');
}

/** Copies an example into a folder and installs the unpacked package and what it is developed with there. */
export async function install(project: string, from: { example: string; unpacked: string }): Promise<void> {
  const modules = path.join(project, 'node_modules');
  await cp(path.join(ROOT, 'examples', from.example), project, { recursive: true });
  await mkdir(modules);
  await cp(from.unpacked, path.join(modules, NAME), { recursive: true });
  for (const name of ['miniprogram-api-typings', 'typescript']) {
    await symlink(path.join(ROOT, 'node_modules', name), path.join(modules, name), 'junction');
  }
}

/** Does what "Build npm" in DevTools does. @returns what it printed */
export async function buildNpm(project: string): Promise<string> {
  return (await startCommand('test/release/npm/pack-npm.ts', [project]).ended).stdout;
}
