import type { WxApi } from '../../../miniprogram/services/oss-upload/wx/contract';
import type { Chance } from './misbehaviour';
import type { Watcher } from './watched-calls';

/** Writes that a filled storage refuses in a row. */
const REFUSED = 20;

/** Makes the calls of storage throw now and then, and refuse to write while other code fills it. */
export function meanStorage(chance: Chance): Watcher {
  let refusals = 0;

  return (name, call, args) => {
    if (!/Storage(Info)?Sync$/.test(name)) return call(...args);
    if (chance.hits('storage-throws')) throw new Error(`${name}:fail internal error`);
    if (name !== 'setStorageSync') return call(...args);
    if (refusals === 0 && chance.hits('storage-filled')) refusals = REFUSED;
    if (refusals === 0) return call(...args);
    refusals--;
    throw new Error('setStorageSync:fail exceed storage max size 10Mb');
  };
}

/** What other code leaves under a key that is not its own. */
const GARBAGE: readonly unknown[] = ['{"state":"wai', null, 7, [], {}, { version: 99 }, { version: 2, number: 'one' }];

/** Overwrites a record now and then, as other code does. @returns the key, where there was one */
export function garbleStorage(wx: WxApi, chance: Chance): string | undefined {
  const { keys } = wx.getStorageInfoSync();
  const key = keys[Math.floor(chance.random('storage-garbled') * keys.length)];
  if (key === undefined || !chance.hits('storage-garbled')) return undefined;
  wx.setStorageSync(key, GARBAGE[Math.floor(chance.random('storage-garbled') * GARBAGE.length)]);
  return key;
}
