import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type {
  Callbacks,
  FileSystem,
  UploadFileOptions,
  UploadProgress,
  UploadTask,
  WxApi,
} from '../../../miniprogram/services/oss-upload/wx/contract';
import { answer, CallFailed } from '../answer';
import { type Quota, WECHAT_QUOTA } from '../quota';
import { createSignal } from '../signal';
import { storageCalls } from '../storage';
import { chooseImage, type Picks } from './choose-image';
import { createLife, type Life } from './life';
import { getFileInfo, readFile } from './read-files';
import { request } from './request';
import { textFile } from './text-file';
import { uploadFile } from './upload-file';
import { userFileCalls } from './user-files';
import { withinTime } from './within-time';

export interface NodeWxOptions {
  /** Results of the next `chooseImage` calls. Default: the picker is cancelled. */
  picks?: Picks;
  /** Maps a picked file to its temporary path. Default: the same path. */
  toTempFile?: (picked: string) => string;
  /** Maps a URL to the one that is requested. Default: the same URL. */
  resolveUrl?: (url: string) => string;
  /** Folder for user files and storage. Default: a new temporary folder, created by the first write. */
  dir?: string;
  /** Default: WeChat's quota. */
  quota?: Quota;
  /** Default: always in the foreground and on Wi-Fi. */
  life?: Life;
}

/**
 * Implements `wx` on Node, with real network connections and real files. Calls that only affect the screen do
 * nothing.
 */
export function nodeWx(options: NodeWxOptions = {}): WxApi {
  const {
    picks = [],
    toTempFile = identity,
    resolveUrl = identity,
    quota = WECHAT_QUOTA,
    life = createLife(),
  } = options;
  const dir = options.dir ?? path.join(tmpdir(), `node-wx-${randomUUID()}`);
  const userDir = path.join(dir, 'usr');
  const { isAlive } = life;
  const kept = userFileCalls({ dir: userDir, quota, isAlive });

  /** Once the mini-program is killed, starts no call, and suppresses the callbacks of those that are under way. */
  function run<Result extends object>(name: string, given: Callbacks<Result>, work: () => Result | Promise<Result>) {
    if (isAlive()) void answer(name, given, work, isAlive);
  }

  const files: FileSystem = {
    getFileInfo: (given) => run('getFileInfo', given, () => getFileInfo(given)),
    readFile: (given) => run('readFile', given, () => readFile(given)),
    copyFile: (given) => run('copyFile', given, () => kept.copyFile(given)),
    rename: (given) => run('rename', given, () => kept.rename(given)),
    unlink: (given) => run('unlink', given, () => kept.unlink(given)),
    mkdir: (given) => run('mkdir', given, () => kept.mkdir(given)),
    readdir: (given) => run('readdir', given, () => kept.readdir(given)),
  };

  function upload(given: UploadFileOptions): UploadTask {
    const target = { ...given, url: resolveUrl(given.url) };
    const aborting = new AbortController();
    const progress = createSignal<UploadProgress>();
    const headers = createSignal<{ header: unknown }>();
    run('uploadFile', given, () =>
      life.onNetwork((stop) =>
        withinTime(given.timeout, AbortSignal.any([stop, aborting.signal]), (signal) =>
          uploadFile(target, signal, { progress: progress.emit, headers: headers.emit }),
        ),
      ),
    );
    return {
      abort: () => aborting.abort(new CallFailed('abort')),
      onProgressUpdate: progress.on,
      onHeadersReceived: headers.on,
    };
  }

  return {
    env: { USER_DATA_PATH: userDir },
    chooseImage: (given) => run('chooseImage', given, () => chooseImage(given, picks.shift()?.map(toTempFile))),
    request: (given) =>
      run('request', given, () =>
        life.onNetwork((stop) =>
          withinTime(given.timeout, stop, (signal) => request({ ...given, url: resolveUrl(given.url) }, signal)),
        ),
      ),
    uploadFile: upload,
    getNetworkType: (given) => run('getNetworkType', given, () => ({ networkType: life.networkType() })),
    onNetworkStatusChange: life.networkChanged.on,
    offNetworkStatusChange: life.networkChanged.off,
    getFileSystemManager: () => files,
    ...storageCalls(textFile(path.join(dir, 'storage.json'), isAlive), quota).calls,
    onAppShow: life.shown.on,
    offAppShow: life.shown.off,
    onAppHide: life.hidden.on,
    offAppHide: life.hidden.off,
    getAppBaseInfo: () => ({ language: 'en' }),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'develop' } }),
    setNavigationBarTitle() {},
    setKeepScreenOn() {},
    pageScrollTo() {},
    showActionSheet() {},
    showModal() {},
    previewImage() {},
    setClipboardData() {},
  };
}

function identity(text: string): string {
  return text;
}
