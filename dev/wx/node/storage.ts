import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html, in bytes */
const MAX_KEY_BYTES = 1024 * 1024;
const MAX_BYTES = 10 * 1024 * 1024;

/** `wx`'s storage in one file, replaced whole at each change. After the mini-program was killed nothing changes any more. */
export function storageCalls(file: string, isAlive: () => boolean) {
  const texts = new Map(Object.entries(readTexts(file)));

  function write(): void {
    if (!isAlive()) return;
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(texts)));
    renameSync(`${file}.new`, file);
  }

  return {
    setStorageSync(key: string, data: unknown): void {
      const text = JSON.stringify(data) ?? 'null';
      const others = [...texts].reduce((sum, [name, one]) => sum + (name === key ? 0 : one.length), 0);
      if (text.length > MAX_KEY_BYTES || others + text.length > MAX_BYTES) {
        throw new Error('setStorageSync:fail exceed storage max size 10Mb');
      }
      texts.set(key, text);
      write();
    },
    getStorageSync(key: string): unknown {
      const text = texts.get(key);
      return text === undefined ? '' : JSON.parse(text);
    },
    removeStorageSync(key: string): void {
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
