import { CallFailed } from './answer';
import { type Quota, WECHAT_QUOTA } from './quota';

/** Backing store of `wx`'s storage: JSON texts by key. */
export interface TextStore {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
  delete(key: string): void;
  keys(): Iterable<string>;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorageSync.html and related pages */
export function storageCalls(store: TextStore, quota: Quota = WECHAT_QUOTA) {
  /** @throws CallFailed if the key or the whole storage would exceed its quota */
  function write(key: string, data: unknown): void {
    const text = JSON.stringify(data) ?? 'null';
    const size = bytesIn(text);
    if (size > quota.storageKey) throw new CallFailed('entry size limit reached');
    const others = [...store.keys()].filter((other) => other !== key).map((other) => store.get(other) ?? '');
    const characters = others.reduce((sum, other) => sum + other.length, 0);
    // Counting bytes at every write would be slow, and is seldom necessary.
    if (size + characters * MOST_BYTES > quota.storage) {
      const used = others.reduce((sum, other) => sum + bytesIn(other), 0);
      if (used + size > quota.storage) throw new CallFailed('exceed storage max size 10Mb');
    }
    store.set(key, text);
  }

  function read(key: string): { data: unknown } | undefined {
    const text = store.get(key);
    return text === undefined ? undefined : { data: JSON.parse(text) };
  }

  return {
    write,
    read,
    calls: {
      setStorageSync(key: string, data: unknown): void {
        try {
          write(key, data);
        } catch (error) {
          throw new Error(`setStorageSync:fail ${error instanceof Error ? error.message : error}`);
        }
      },
      getStorageSync: (key: string): unknown => read(key)?.data ?? '',
      removeStorageSync: (key: string): void => store.delete(key),
      getStorageInfoSync: (): { keys: string[] } => ({ keys: [...store.keys()] }),
    },
  };
}

/** Of a UTF-16 code unit in UTF-8. */
const MOST_BYTES = 3;

/** Counts UTF-8 bytes, without TextEncoder because jsdom has none. */
function bytesIn(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
