import { existsSync, rmSync, statSync, truncateSync } from 'node:fs';
import type { ChosenImages } from '../../../miniprogram/services/oss-upload/wx/contract';
import { failureOf } from '../answer';
import { storageFull } from '../file-failures';
import type { Chance } from './misbehaviour';
import { callbacksOf, type Watcher } from './watched-calls';

/** Copies that a filled disk refuses in a row. */
const REFUSED = 10;

/** Within so many milliseconds after the pick a temp file vanishes. */
const SOON = 40;

/** Makes `copyFile` lie, the disk full, and picked files vanish. */
export function meanFiles(chance: Chance): Watcher {
  let refusals = 0;

  return (name, call, args) => {
    const callbacks = callbacksOf(args);
    if (name === 'chooseImage' && callbacks) {
      return call({
        ...callbacks,
        success(result: never) {
          const { tempFilePaths }: ChosenImages = result;
          for (const path of tempFilePaths) {
            if (!chance.hits('temp-vanishes')) continue;
            setTimeout(() => rmSync(path, { force: true }), SOON * chance.random('temp-vanishes'));
          }
          callbacks.success(result);
        },
      });
    }
    if (name !== 'copyFile' || !callbacks) return call(...args);
    if (refusals === 0 && chance.hits('disk-filled')) refusals = REFUSED;
    if (refusals > 0) {
      refusals--;
      setTimeout(() => callbacks.fail(failureOf(name, storageFull())));
      return undefined;
    }
    if (!chance.hits('copy-cut') || !('destPath' in callbacks)) return call(...args);
    const { destPath } = callbacks;
    return call({
      ...callbacks,
      success(result: never) {
        const file = String(destPath);
        // A page that was opened meanwhile may have swept it.
        if (existsSync(file)) truncateSync(file, Math.floor(statSync(file).size / 2));
        callbacks.success(result);
      },
    });
  };
}
