import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { WxApi } from '../../../miniprogram/services/oss-upload/wx/contract';
import { createLife, type Life } from '../node/life';
import { type NodeWxOptions, nodeWx } from '../node/node-wx';

export interface PhoneOptions extends Omit<NodeWxOptions, 'life' | 'toTempFile'> {
  /** The phone's disk: what the mini-program keeps, and its storage, outlast it here. */
  dir: string;
}

/** A phone without a screen: Node's `wx`, of which a phone starts and kills the mini-program that uses it. */
export interface Phone extends Pick<Life, 'kill' | 'hide' | 'show' | 'setNetwork'> {
  /** Begins the mini-program, anew if it ran before: its temp files are gone then. */
  start(): WxApi;
  /** How many requests and uploads are in flight. */
  busy(): number;
}

/** Nothing runs on it before `start`. */
export function createPhone(options: PhoneOptions): Phone {
  const { dir } = options;
  const tempDir = path.join(dir, 'tmp');
  let pickedSoFar = 0;
  let life = createLife();

  function toTempFile(picked: string): string {
    const file = path.join(tempDir, `tmp_${++pickedSoFar}${path.extname(picked)}`);
    // One that is gone again is picked all the same: the picker does not notice.
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
