import { CallFailed } from './answer';
import { type Quota, WECHAT_QUOTA } from './quota';

/** Where a stand-in keeps the values of `wx`'s storage, as JSON, by key. */
export interface TextStore {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
  delete(key: string): void;
  keys(): Iterable<string>;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorageSync.html and its neighbours */
export function storageCalls(store: TextStore, quota: Quota = WECHAT_QUOTA) {
  /** @throws CallFailed where the key, or all of them, would hold too much */
  function write(key: string, data: unknown): void {
    const text = JSON.stringify(data) ?? 'null';
    const size = bytesIn(text);
    if (size > quota.storageKey) throw new CallFailed('entry size limit reached');
    const others = [...store.keys()].filter((other) => other !== key);
    const used = others.reduce((sum, other) => sum + bytesIn(store.get(other) ?? ''), 0);
    if (used + size > quota.storage) throw new CallFailed('exceed storage max size 10Mb');
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

/** In UTF-8. By hand, because jsdom has no TextEncoder. */
function bytesIn(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
