import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { lookupPaths } from '../../../release/check/lookup-paths';

/** Reads the mini-program's files by their path inside it: `pages/upload/upload.wxml`. */
export interface SourceTree {
  readonly root: string;
  has(file: string): boolean;
  /** Throws if the file is missing; check `has` first where that is the author's mistake. */
  read(file: string): Promise<string>;
}

export function openSourceTree(root: string): SourceTree {
  return {
    root,
    has: (file) => existsSync(path.join(root, file)),
    read: (file) => readFile(path.join(root, file), 'utf8'),
  };
}

/**
 * Resolves a reference: `/a/b` from the mini-program's root, anything else relative to the referring file.
 * Undefined if it leads outside the mini-program.
 */
export function resolveReference(reference: string, fromFile: string): string | undefined {
  const joined = reference.startsWith('/')
    ? path.posix.normalize(reference.slice(1))
    : path.posix.join(path.posix.dirname(fromFile), reference);
  return joined === '..' || joined.startsWith('../') ? undefined : joined;
}

/** Resolves the name of a component, of an npm package too. Undefined if it leads outside the mini-program. */
export function resolveComponent(tree: SourceTree, name: string, fromFile: string): string | undefined {
  const inPackage = lookupPaths(name, fromFile).find((candidate) => tree.has(`${candidate}.json`));
  return inPackage?.includes('miniprogram_npm/') ? inPackage : resolveReference(name, fromFile);
}
