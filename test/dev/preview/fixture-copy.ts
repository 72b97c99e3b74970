import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The small mini-program that the preview's tests run. */
export const FIXTURE = path.join(__dirname, 'fixture');

export interface FixtureCopy {
  readonly root: string;
  /** Writes a file of the copy; undefined removes it. */
  write(file: string, text: string | undefined): Promise<void>;
  remove(): Promise<void>;
}

/** Copies the fixture to a temporary folder, for a test to change. */
export async function copyFixture(): Promise<FixtureCopy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'preview-'));
  const root = path.join(folder, 'miniprogram');
  await cp(FIXTURE, root, { recursive: true });
  return {
    root,
    write: (file, text) => (text === undefined ? rm(path.join(root, file)) : writeFile(path.join(root, file), text)),
    remove: () => rm(folder, { recursive: true }),
  };
}
