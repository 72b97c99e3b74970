import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TextStore } from '../storage';

/** Keeps `wx`'s storage in one file, replaced atomically on each change. Writes nothing once the mini-program is killed. */
export function textFile(file: string, isAlive: () => boolean): TextStore {
  const texts = new Map(Object.entries(readTexts(file)));

  function write(): void {
    if (!isAlive()) return;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(texts)));
    renameSync(`${file}.new`, file);
  }

  return {
    get: (key) => texts.get(key),
    keys: () => texts.keys(),
    set(key, text) {
      texts.set(key, text);
      write();
    },
    delete(key) {
      if (texts.delete(key)) write();
    },
  };
}

function readTexts(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {}; // not written yet
  }
}
