import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Callbacks, fail, succeed } from '../node/callbacks';
import { chooseImage, type Picks } from '../node/choose-image';
import { getFileInfo, readFile, userFolderCalls } from '../node/files';
import { request } from '../node/request';
import { storageCalls } from '../node/storage';
import { uploadFile } from '../node/upload-file';

export interface PhoneOptions {
  /** The phone's disk: what the mini-program keeps, and its storage, outlast it here. */
  dir: string;
  /** What the next calls of `chooseImage` hand out; each image is copied to a temp file, as on a phone. */
  picks?: Picks;
  /** Where an address leads. Default: where it says. */
  resolveUrl?: (url: string) => string;
  /** Of all files that the mini-program keeps, in bytes. Default 200 MB, as in WeChat. */
  userFilesLimit?: number;
}

export type NetworkType = 'wifi' | '4g' | 'none';

/** A phone without a screen: its `wx` is made of Node's network and file calls, and it can be treated as phones are. */
export interface Phone {
  /** Begins the mini-program, anew if it ran before: its temp files are gone then. */
  start(): WechatMiniprogram.Wx;
  /** Ends the mini-program at once: connections are cut, no callback comes any more, nothing more is written. */
  kill(): void;
  /** Sends it to the background; five seconds later, which is now, WeChat interrupts what runs, and lets nothing begin. */
  hide(): void;
  show(): void;
  /** A change ends all uploads, as in WeChat. */
  setNetwork(type: NetworkType): void;
  /** How many requests and uploads are under way. */
  busy(): number;
}

const INTERRUPTED = 600003;
const NO_NETWORK = 600001;

type Listeners<Event> = Set<(event: Event) => void>;

/** What begins with the mini-program and ends with it. */
interface Life {
  alive: boolean;
  shown: boolean;
  readonly onShow: Listeners<object>;
  readonly onHide: Listeners<object>;
  readonly onNetwork: Listeners<{ isConnected: boolean; networkType: NetworkType }>;
  /** Ends each call to the network that is under way. */
  readonly stops: Set<(reason: string, errno?: number) => void>;
}

export function createPhone(options: PhoneOptions): Phone {
  const { dir, picks = [], resolveUrl = (url) => url, userFilesLimit = 200 * 1024 ** 2 } = options;
  const tempDir = path.join(dir, 'tmp');
  const userDir = path.join(dir, 'usr');
  let network: NetworkType = 'wifi';
  let pickedSoFar = 0;
  let life = newLife();

  function wxOf(current: Life): WechatMiniprogram.Wx {
    const isAlive = () => current.alive;
    /** Nothing is told to a mini-program that is no more. */
    const whileAlive = <Option extends Callbacks>(option: Option): Option => ({
      ...option,
      success: (result: never) => isAlive() && option.success?.(result),
      fail: (failure: never) => isAlive() && option.fail?.(failure),
    });
    const write = userFolderCalls({ dir: userDir, limit: userFilesLimit, isAlive });
    const files = {
      getFileInfo: (option: Parameters<typeof getFileInfo>[0]) => void getFileInfo(whileAlive(option)),
      readFile: (option: WechatMiniprogram.ReadFileOption) => void readFile(whileAlive(option)),
      copyFile: (option: WechatMiniprogram.CopyFileOption) => void write.copyFile(whileAlive(option)),
      unlink: (option: WechatMiniprogram.UnlinkOption) => void write.unlink(whileAlive(option)),
      mkdir: (option: WechatMiniprogram.MkdirOption) => void write.mkdir(whileAlive(option)),
      readdir: (option: WechatMiniprogram.ReaddirOption) => void write.readdir(whileAlive(option)),
    };
    /** Why no call to the network can begin now. */
    const refusal = (): [reason: string, errno: number] | undefined => {
      if (!current.shown) return ['interrupted', INTERRUPTED];
      return network === 'none' ? ['net::ERR_INTERNET_DISCONNECTED', NO_NETWORK] : undefined;
    };

    const calls = {
      env: { USER_DATA_PATH: userDir },
      chooseImage(option: WechatMiniprogram.ChooseImageOption) {
        void chooseImage(whileAlive(option), picks.shift()?.map(toTempFile));
      },
      async request(given: WechatMiniprogram.RequestOption) {
        const option = whileAlive({ ...given, url: resolveUrl(given.url) });
        const refused = refusal();
        if (refused) return fail(option, `request:fail ${refused[0]}`, refused[1]);
        const stopping = new AbortController();
        const stop = (reason: string) => stopping.abort(reason);
        current.stops.add(stop);
        await request(option, stopping.signal);
        current.stops.delete(stop);
      },
      uploadFile(given: WechatMiniprogram.UploadFileOption) {
        const option = whileAlive({ ...given, url: resolveUrl(given.url) });
        const upload = uploadFile(option);
        const refused = refusal();
        if (refused) upload.stop(...refused);
        else current.stops.add(upload.stop);
        void upload.ended.then(() => current.stops.delete(upload.stop));
        return upload.task;
      },
      getFileSystemManager: () => files,
      ...storageCalls(path.join(dir, 'storage.json'), isAlive),
      ...listenerCalls('AppShow', current.onShow),
      ...listenerCalls('AppHide', current.onHide),
      ...listenerCalls('NetworkStatusChange', current.onNetwork),
      getNetworkType: (option: Callbacks) => succeed(whileAlive(option), { networkType: network }),
      getAppBaseInfo: () => ({ language: 'en' }),
      getAccountInfoSync: () => ({ miniProgram: { envVersion: 'develop' } }),
      setNavigationBarTitle() {},
    };
    return calls as unknown as WechatMiniprogram.Wx; // some of its 400 calls, and only what ours read of their answers
  }

  function toTempFile(picked: string): string {
    const file = path.join(tempDir, `tmp_${++pickedSoFar}${path.extname(picked)}`);
    // One that is gone again is picked all the same: the picker knows nothing of that.
    if (existsSync(picked)) copyFileSync(picked, file);
    return file;
  }

  function stopAll(reason: string, errno?: number): void {
    for (const stop of [...life.stops]) stop(reason, errno);
  }

  return {
    start() {
      this.kill();
      rmSync(tempDir, { recursive: true, force: true });
      for (const folder of [tempDir, userDir]) mkdirSync(folder, { recursive: true });
      life = newLife();
      return wxOf(life);
    },
    kill() {
      life.alive = false;
      stopAll('killed');
    },
    hide() {
      life.shown = false;
      for (const listener of [...life.onHide]) listener({});
      stopAll('interrupted', INTERRUPTED);
    },
    show() {
      life.shown = true;
      for (const listener of [...life.onShow]) listener({});
    },
    setNetwork(type) {
      network = type;
      stopAll('network change, cancel all task');
      for (const listener of [...life.onNetwork]) listener({ isConnected: type !== 'none', networkType: type });
    },
    busy: () => life.stops.size,
  };
}

function newLife(): Life {
  return { alive: true, shown: true, onShow: new Set(), onHide: new Set(), onNetwork: new Set(), stops: new Set() };
}

/** `onX` and `offX`. */
function listenerCalls<Event>(name: string, listeners: Listeners<Event>): Record<string, unknown> {
  return {
    [`on${name}`]: (listener: (event: Event) => void) => void listeners.add(listener),
    [`off${name}`]: (listener: (event: Event) => void) => void listeners.delete(listener),
  };
}
