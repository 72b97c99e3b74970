import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { WxApi } from '../../../miniprogram/services/oss-upload/wx/contract';
import type { Timer } from '../../../miniprogram/services/oss-upload/wx/timer';
import { createLife, type Life } from '../node/life';
import { type NodeWxOptions, nodeWx } from '../node/node-wx';
import { createFreezer } from './freezer';
import { meanCalls } from './mean-calls';
import { meanFiles } from './mean-files';
import { meanNetwork } from './mean-network';
import { garbleStorage, meanStorage } from './mean-storage';
import type { Chance } from './misbehaviour';
import { type Watcher, watchedCalls } from './watched-calls';

export interface PhoneOptions extends Omit<NodeWxOptions, 'life' | 'toTempFile'> {
  /** The phone's disk. User files and storage persist here when the mini-program is killed. */
  dir: string;
  /** Decides when it misbehaves. Default: never. */
  chance?: Chance;
  /** Sees each call as it is carried out, below the misbehaviour. Default: nobody does. */
  watcher?: Watcher;
  /** Called with the key of a record that other code overwrites. */
  onGarbled?: (key: string) => void;
}

/** A phone without a screen: starts and kills a mini-program that uses Node's `wx`. */
export interface Phone extends Pick<Life, 'kill' | 'hide' | 'show' | 'setNetwork'> {
  /** Starts or restarts the mini-program, which deletes its temporary files. */
  start(): WxApi;
  /** The timers of the run that was started last: they stand still while it is frozen, and end with it, also new ones. */
  readonly timer: Timer;
  /** Holds up the mini-program's timers and the answers it waits for, until `thaw` or `show`. */
  freeze(): void;
  thaw(): void;
  /** Number of requests and uploads in flight. */
  busy(): number;
}

/** Creates a phone on which nothing runs before `start`. */
export function createPhone(options: PhoneOptions): Phone {
  const { dir, chance, watcher, onGarbled = () => {} } = options;
  const tempDir = path.join(dir, 'tmp');
  let pickedSoFar = 0;
  let life = createLife();
  let freezer = createFreezer();

  function toTempFile(picked: string): string {
    const file = path.join(tempDir, `tmp_${++pickedSoFar}${path.extname(picked)}`);
    // A deleted file can still be picked: the picker does not notice.
    if (existsSync(picked)) copyFileSync(picked, file);
    return file;
  }

  function kill(): void {
    life.kill();
    freezer.end();
  }

  return {
    start() {
      kill();
      rmSync(tempDir, { recursive: true, force: true });
      mkdirSync(tempDir, { recursive: true });
      if (chance?.hits('temp-reused')) pickedSoFar = 0;
      life = createLife(life.networkType());
      freezer = createFreezer();
      const plain = nodeWx({ ...options, life, toTempFile });
      const garbled = chance && garbleStorage(plain, chance);
      if (garbled !== undefined) onGarbled(garbled);
      const seen = watcher ? watchedCalls(plain, watcher) : plain;
      const mean = chance
        ? [meanStorage, meanFiles, meanNetwork, meanCalls].reduce((wx, make) => watchedCalls(wx, make(chance)), seen)
        : seen;
      return watchedCalls(mean, freezer.watcher);
    },
    kill,
    hide: () => life.hide(),
    show() {
      freezer.thaw();
      life.show();
    },
    setNetwork(type) {
      life.setNetwork(type);
      if (chance?.hits('network-event-false')) life.networkChanged.emit({ isConnected: false, networkType: 'none' });
    },
    get timer() {
      return freezer.timer;
    },
    freeze: () => freezer.freeze(),
    thaw: () => freezer.thaw(),
    busy: () => life.inFlight(),
  };
}
