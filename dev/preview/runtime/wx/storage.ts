import { CallFailed } from '../../../wx/answer';
import type { Quota } from '../../../wx/quota';
import { storageCalls as syncCalls, type TextStore } from '../../../wx/storage';
import { call } from './calling';

/** Keeps the mini-program's keys apart from others' on the same origin. */
const PREFIX = 'wx:';

interface Entry {
  readonly key: string;
  readonly data: unknown;
}

/**
 * Implements https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorageSync.html and related pages on the
 * browser's storage, which in Chromium is limited to some 5 million characters (WeChat: 10 MB).
 */
export function storageCalls(storage: Storage, quota: Quota) {
  const store: TextStore = {
    get: (key) => storage.getItem(PREFIX + key) ?? undefined,
    set: (key, text) => storage.setItem(PREFIX + key, text),
    delete: (key) => storage.removeItem(PREFIX + key),
    keys: () => {
      const own = Object.keys(storage).filter((key) => key.startsWith(PREFIX));
      return own.map((key) => key.slice(PREFIX.length));
    },
  };
  const { write, read, calls } = syncCalls(store, quota);
  const clear = () => {
    for (const key of store.keys()) store.delete(key);
  };
  return {
    ...calls,
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
      store.delete(key);
      return {};
    }),
    clearStorage: call('clearStorage', (): object => {
      clear();
      return {};
    }),
  };
}
