import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { WxApi } from '../../../miniprogram/services/oss-upload/wx/contract';
import { createLife, type Life } from '../node/life';
import { type NodeWxOptions, nodeWx } from '../node/node-wx';

export interface PhoneOptions extends Omit<NodeWxOptions, 'life' | 'toTempFile'> {
  /** The phone's disk. User files and storage persist here when the mini-program is killed. */
  dir: string;
}

/** A phone without a screen: starts and kills a mini-program that uses Node's `wx`. */
export interface Phone extends Pick<Life, 'kill' | 'hide' | 'show' | 'setNetwork'> {
  /** Starts or restarts the mini-program, which deletes its temporary files. */
  start(): WxApi;
  /** Number of requests and uploads in flight. */
  busy(): number;
}

/** Creates a phone on which nothing runs before `start`. */
export function createPhone(options: PhoneOptions): Phone {
  const { dir } = options;
  const tempDir = path.join(dir, 'tmp');
  let pickedSoFar = 0;
  let life = createLife();

  function toTempFile(picked: string): string {
    const file = path.join(tempDir, `tmp_${++pickedSoFar}${path.extname(picked)}`);
    // A deleted file can still be picked: the picker does not notice.
    if (existsSync(picked)) copyFileSync(picked, file);
    return file;
  }

  return {
    start() {
      life.kill();
      rmSync(tempDir, { recursive: true, force: true });
      mkdirSync(tempDir, { recursive: true });
      life = createLife(life.networkType());
      return nodeWx({ ...options, life, toTempFile });
    },
    kill: () => life.kill(),
    hide: () => life.hide(),
    show: () => life.show(),
    setNetwork: (type) => life.setNetwork(type),
    busy: () => life.inFlight(),
  };
}
