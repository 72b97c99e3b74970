import { createHash } from 'node:crypto';

/**
 * A phone for tests: the few calls of `wx` that the mini-program makes. Picking, requests and uploads are answered by the
 * test and by nothing else, so no test waits for a clock. Files answer by themselves, in a later turn, as on a phone.
 *
 *   const phone = scriptedWx({ files: { 'wxfile://tmp_1.jpg': bytes } });
 *   const picking = pickImages({ createId }, phone.wx);
 *   phone.picks[0]?.succeed(phone.chosen('wxfile://tmp_1.jpg'));
 */

export interface PhoneOptions {
  /** The files on the phone, by path. Live: a test that deletes one here makes it vanish. Default: none. */
  files?: Record<string, Uint8Array>;
  /** What an earlier run of the mini-program left in WeChat's storage, by key. Live. Default: nothing. */
  storage?: Map<string, unknown>;
  /** As WeChat names languages: `zh_CN`, `en`. Default `en`. */
  language?: string;
  /** Default `develop`. */
  envVersion?: 'develop' | 'trial' | 'release';
}

/** A call that waits for its answer. What is handed in need not be what WeChat promises: phones do not keep to it either. */
export interface ScriptedCall<Options> {
  readonly options: Options;
  succeed(result: unknown): void;
  fail(failure: unknown): void;
}

export interface ScriptedUpload extends ScriptedCall<WechatMiniprogram.UploadFileOption> {
  /** @param percent of the bytes sent, as WeChat reports it */
  progress(percent: number): void;
  /** The headers of the answer arrive, before `succeed`. */
  headers(header: Record<string, string>): void;
  /** True once the code stopped it. WeChat then calls `fail`; so does a test that wants that. */
  readonly aborted: boolean;
}

export interface ScriptedPhone {
  /** Pass it as `api`, or put it in place of the global `wx`. */
  readonly wx: WechatMiniprogram.Wx;
  readonly files: Record<string, Uint8Array>;
  /** What the picker answers when these files are chosen. */
  chosen(...paths: string[]): { tempFilePaths: string[]; tempFiles: { path: string; size: number }[] };
  /** In the order in which they were made; so are all lists here. */
  readonly picks: readonly ScriptedCall<WechatMiniprogram.ChooseImageOption>[];
  readonly requests: readonly ScriptedCall<WechatMiniprogram.RequestOption>[];
  readonly uploads: readonly ScriptedUpload[];
  /** How much of which file was read, in bytes. */
  readonly reads: readonly { path: string; length: number }[];
  readonly previews: readonly { current: string | undefined; urls: string[] }[];
  readonly clipboard: readonly string[];
  readonly titles: readonly string[];
  /** What the mini-program keeps in WeChat's storage, by key. Live. */
  readonly storage: Map<string, unknown>;
  /** The mini-program goes to the background, or comes back. */
  hide(): void;
  show(): void;
  setNetwork(networkType: 'wifi' | '4g' | 'none'): void;
}

export function scriptedWx(phone: PhoneOptions = {}): ScriptedPhone {
  const { files = {}, storage = new Map(), language = 'en', envVersion = 'develop' } = phone;
  const picks: ScriptedCall<WechatMiniprogram.ChooseImageOption>[] = [];
  const requests: ScriptedCall<WechatMiniprogram.RequestOption>[] = [];
  const uploads: ScriptedUpload[] = [];
  const reads: { path: string; length: number }[] = [];
  const previews: { current: string | undefined; urls: string[] }[] = [];
  const clipboard: string[] = [];
  const titles: string[] = [];
  const onShow = new Set<() => void>();
  const onHide = new Set<() => void>();
  const onNetwork = new Set<(status: { isConnected: boolean; networkType: string }) => void>();
  let networkType = 'wifi';

  const wx = {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, data: unknown) => void storage.set(key, structuredCopy(data)),
    removeStorageSync: (key: string) => void storage.delete(key),
    onAppShow: (listener: () => void) => void onShow.add(listener),
    offAppShow: (listener: () => void) => void onShow.delete(listener),
    onAppHide: (listener: () => void) => void onHide.add(listener),
    offAppHide: (listener: () => void) => void onHide.delete(listener),
    onNetworkStatusChange: (listener: Parameters<typeof onNetwork.add>[0]) => void onNetwork.add(listener),
    offNetworkStatusChange: (listener: Parameters<typeof onNetwork.add>[0]) => void onNetwork.delete(listener),
    getNetworkType: (options: Callbacks) => scriptedCall(options).succeed({ networkType }),
    chooseImage(options: WechatMiniprogram.ChooseImageOption) {
      picks.push(scriptedCall(options));
    },
    request(options: WechatMiniprogram.RequestOption) {
      requests.push(scriptedCall(options));
    },
    uploadFile(options: WechatMiniprogram.UploadFileOption) {
      const { upload, task } = scriptedUpload(options);
      uploads.push(upload);
      return task;
    },
    getFileSystemManager: () => scriptedFiles(files, reads),
    previewImage({ current, urls }: WechatMiniprogram.PreviewImageOption) {
      previews.push({ current, urls });
    },
    setClipboardData({ data }: WechatMiniprogram.SetClipboardDataOption) {
      clipboard.push(data);
    },
    setNavigationBarTitle({ title }: WechatMiniprogram.SetNavigationBarTitleOption) {
      titles.push(title);
    },
    getAppBaseInfo: () => ({ language }),
    getAccountInfoSync: () => ({ miniProgram: { envVersion } }),
  };

  function chosen(...paths: string[]) {
    return { tempFilePaths: paths, tempFiles: paths.map((path) => ({ path, size: files[path]?.length ?? 0 })) };
  }

  return {
    // The hundreds of calls that the mini-program does not make are left out; using one is a TypeError that names it.
    wx: wx as unknown as WechatMiniprogram.Wx,
    files,
    chosen,
    picks,
    requests,
    uploads,
    reads,
    previews,
    clipboard,
    titles,
    storage,
    hide: () => onHide.forEach((listener) => void listener()),
    show: () => onShow.forEach((listener) => void listener()),
    setNetwork(type) {
      networkType = type;
      for (const listener of onNetwork) listener({ isConnected: type !== 'none', networkType: type });
    },
  };
}

/** As storage keeps it: nothing of it changes with the original. */
function structuredCopy(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data));
}

/** Lets every promise callback run that can run without a further answer. Under jest's clock, which stands still, too. */
export function settled(): Promise<void> {
  return new Promise((resolve) => realSetTimeout(resolve, 0));
}

const realSetTimeout = setTimeout;

interface Callbacks {
  success?: (result: never) => void;
  fail?: (failure: never) => void;
}

function scriptedCall<Options extends Callbacks>(options: Options): ScriptedCall<Options> {
  return {
    options,
    // Cast because a test may answer what WeChat's types rule out.
    succeed: (result) => options.success?.(result as never),
    fail: (failure) => options.fail?.(failure as never),
  };
}

function scriptedUpload(options: WechatMiniprogram.UploadFileOption) {
  const onProgress: ((result: WechatMiniprogram.UploadTaskOnProgressUpdateListenerResult) => void)[] = [];
  const onHeaders: ((result: { header: Record<string, string> }) => void)[] = [];
  let aborted = false;

  const upload: ScriptedUpload = {
    ...scriptedCall(options),
    progress(percent) {
      const result = { progress: percent, totalBytesSent: percent, totalBytesExpectedToSend: 100 };
      for (const listener of onProgress) listener(result);
    },
    headers(header) {
      for (const listener of onHeaders) listener({ header });
    },
    get aborted() {
      return aborted;
    },
  };
  const task = {
    abort() {
      aborted = true;
    },
    onProgressUpdate: (listener: (typeof onProgress)[number]) => void onProgress.push(listener),
    onHeadersReceived: (listener: (typeof onHeaders)[number]) => void onHeaders.push(listener),
  };
  return { upload, task };
}

/** Source of the messages and numbers: https://developers.weixin.qq.com/miniprogram/dev/api/file/FileError.html */
function scriptedFiles(files: Record<string, Uint8Array>, reads: { path: string; length: number }[]) {
  const missing = (call: string, path: string) => ({
    errMsg: `${call}:fail no such file or directory ${path}`,
    errno: 1300002,
  });
  /** Looks at once, answers in a later turn. */
  const answer = (options: Callbacks, outcome: { result: unknown } | { failure: unknown }) => {
    const call = scriptedCall(options);
    void Promise.resolve().then(() =>
      'result' in outcome ? call.succeed(outcome.result) : call.fail(outcome.failure),
    );
  };

  return {
    getFileInfo(options: WechatMiniprogram.GetFileInfoOption) {
      const bytes = files[options.filePath];
      const digest =
        bytes &&
        createHash(options.digestAlgorithm ?? 'md5')
          .update(bytes)
          .digest('hex');
      if (bytes) answer(options, { result: { size: bytes.length, digest, errMsg: 'getFileInfo:ok' } });
      else answer(options, { failure: missing('getFileInfo', options.filePath) });
    },
    readFile(options: WechatMiniprogram.ReadFileOption) {
      const bytes = files[options.filePath];
      if (!bytes) return answer(options, { failure: missing('readFile', options.filePath) });
      const { position = 0, length = bytes.length - position } = options;
      if (length < 1 || position + length > bytes.length) {
        const errMsg = 'readFile:fail value of length is out of range';
        return answer(options, { failure: { errMsg, errno: 1301006 } });
      }
      reads.push({ path: options.filePath, length });
      const data = Uint8Array.from(bytes.subarray(position, position + length)).buffer;
      answer(options, { result: { data, errMsg: 'readFile:ok' } });
    },
    copyFile(options: WechatMiniprogram.CopyFileOption) {
      const bytes = files[options.srcPath];
      if (!bytes) return answer(options, { failure: missing('copyFile', options.srcPath) });
      files[options.destPath] = bytes;
      answer(options, { result: { errMsg: 'copyFile:ok' } });
    },
    unlink(options: WechatMiniprogram.UnlinkOption) {
      if (!files[options.filePath]) return answer(options, { failure: missing('unlink', options.filePath) });
      delete files[options.filePath];
      answer(options, { result: { errMsg: 'unlink:ok' } });
    },
    /** Folders are there by themselves. */
    mkdir: (options: WechatMiniprogram.MkdirOption) => answer(options, { result: { errMsg: 'mkdir:ok' } }),
    readdir(options: WechatMiniprogram.ReaddirOption) {
      const folder = `${options.dirPath}/`;
      const names = Object.keys(files).filter((path) => path.startsWith(folder));
      answer(options, { result: { files: names.map((path) => path.slice(folder.length)), errMsg: 'readdir:ok' } });
    },
  };
}
