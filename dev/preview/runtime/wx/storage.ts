import { CallFailed, call } from './calling';

/** Keeps the mini-program's keys apart from others' on the same origin. */
const PREFIX = 'wx:';
/** https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html: for one key, in bytes. */
const MAX_ENTRY_BYTES = 1024 * 1024;

interface Entry {
  readonly key: string;
  readonly data: unknown;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorageSync.html and its neighbours, over the browser's storage. */
export function storageCalls(storage: Storage) {
  const write = (key: string, data: unknown) => {
    const text = JSON.stringify(data) ?? 'null';
    if (new Blob([text]).size > MAX_ENTRY_BYTES) throw new CallFailed('entry size limit reached');
    storage.setItem(PREFIX + key, text);
  };
  const read = (key: string): { data: unknown } | undefined => {
    const text = storage.getItem(PREFIX + key);
    return text === null ? undefined : { data: JSON.parse(text) };
  };
  const keys = () => Object.keys(storage).filter((key) => key.startsWith(PREFIX));
  const clear = () => {
    for (const key of keys()) storage.removeItem(key);
  };
  return {
    setStorageSync(key: string, data: unknown) {
      try {
        write(key, data);
      } catch (error) {
        throw new Error(`setStorageSync:fail ${error instanceof Error ? error.message : error}`);
      }
    },
    getStorageSync: (key: string) => read(key)?.data ?? '',
    removeStorageSync: (key: string) => storage.removeItem(PREFIX + key),
    clearStorageSync: clear,
    setStorage: call('setStorage', ({ key, data }: Entry): object => {
      write(key, data);
      return {};
    }),
    getStorage: call('getStorage', ({ key }: { key: string }) => {
      const found = read(key);
      if (found === undefined) throw new CallFailed('data not found');
      return found;
    }),
    removeStorage: call('removeStorage', ({ key }: { key: string }): object => {
      storage.removeItem(PREFIX + key);
      return {};
    }),
    clearStorage: call('clearStorage', (): object => {
      clear();
      return {};
    }),
  };
}
