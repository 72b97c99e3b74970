import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readDocument } from './markdown';

export const ROOT = path.join(__dirname, '../..');

/** Where documents are. */
const FOLDERS = ['.', 'docs', 'examples', 'release/npm'];

/** It quotes the sources; a test of its own compares it with them. */
export const API = 'docs/api.md';

/** Every document of the project. */
export const DOCUMENTS = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => readDocument(ROOT, path.posix.join(folder, name))),
);

/** The documents that exist in English and in Chinese: `faq.md` and `faq.zh-CN.md`. */
export const TRANSLATED = DOCUMENTS.filter(({ file }) => file.endsWith('.zh-CN.md')).map((chinese) => {
  const file = chinese.file.replace('.zh-CN.md', '.md');
  if (!existsSync(path.join(ROOT, file))) throw new Error(`Expected ${file} beside ${chinese.file}, got none.`);
  return { english: readDocument(ROOT, file), chinese };
});
