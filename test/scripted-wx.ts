import { answer, CallFailed, failureOf } from '../dev/wx/answer';
import { type Quota, WECHAT_QUOTA } from '../dev/wx/quota';
import { createSignal } from '../dev/wx/signal';
import { storageCalls } from '../dev/wx/storage';
import type {
  ActionSheetOptions,
  Callbacks,
  ChooseImageOptions,
  ModalOptions,
  NetworkStatus,
  RequestOptions,
  UploadFileOptions,
  UploadProgress,
  WxApi,
} from '../miniprogram/services/oss-upload/wx/contract';
import { scriptedFiles, USER_DATA_PATH } from './scripted-files';

/**
 * A phone for tests, with the `wx` calls that the mini-program makes. The test itself answers picks, requests and uploads, so
 * no test waits for a clock. File calls answer automatically and asynchronously, as on a phone.
 *
 *   const phone = scriptedWx({ files: { 'wxfile://tmp_1.jpg': bytes } });
 *   const picking = pickImages({ createId }, phone.wx);
 *   phone.picks[0]?.succeed(phone.chosen('wxfile://tmp_1.jpg'));
 */

export interface PhoneOptions {
  /** The files on the phone, by path. Live: a test can add and delete files. Default: none. */
  files?: Record<string, Uint8Array>;
  /** The content of WeChat's storage, by key. Live. Default: empty. */
  storage?: Map<string, unknown>;
  /** WeChat's language code: `zh_CN`, `en`. Default `en`. */
  language?: string;
  /** Default `develop`. */
  envVersion?: 'develop' | 'trial' | 'release';
  /** Default: WeChat's quota. */
  quota?: Quota;
  /** Default false. */
  clipboardFails?: boolean;
  /** Allows callbacks after the end of a call, which violates the contract of `wx`. Default false. */
  misbehaves?: boolean;
}

/** A pending call. Its answer need not match WeChat's types, because real phones deviate from them too. */
export interface ScriptedCall<Options> {
  readonly options: Options;
  /** Like all methods that call back: @throws Error if the call has ended */
  succeed(result: unknown): void;
  fail(failure: unknown): void;
}

export interface ScriptedUpload extends ScriptedCall<UploadFileOptions> {
  /** @param percent of the bytes sent, as WeChat reports it */
  progress(percent: number): void;
  /** Reports the response headers, before `succeed`. */
  headers(header: Record<string, string>): void;
  /** True once the code has aborted it. As in WeChat, `fail` is then called asynchronously. */
  readonly aborted: boolean;
}

export interface ScriptedPhone {
  /** Pass it as a parameter, or assign it to the global `wx`. */
  readonly wx: WxApi;
  readonly files: Record<string, Uint8Array>;
  /** The result of the picker when these files are chosen. */
  chosen(...paths: string[]): { tempFilePaths: string[]; tempFiles: { path: string; size: number }[] };
  /** In call order, like all lists here. */
  readonly picks: readonly ScriptedCall<ChooseImageOptions>[];
  readonly requests: readonly ScriptedCall<RequestOptions>[];
  readonly uploads: readonly ScriptedUpload[];
  /** Each read: the file and the number of bytes. */
  readonly reads: readonly { path: string; length: number }[];
  readonly previews: readonly { current: string | undefined; urls: string[] }[];
  readonly clipboard: readonly string[];
  readonly titles: readonly string[];
  /** What `setKeepScreenOn` was called with. */
  readonly keptOn: readonly boolean[];
  /** The selectors that were scrolled to. */
  readonly scrolls: readonly string[];
  readonly sheets: readonly ScriptedCall<ActionSheetOptions>[];
  readonly modals: readonly ScriptedCall<ModalOptions>[];
  /** The content of WeChat's storage, by key. Live. */
  readonly storage: Map<string, unknown>;
  /** Sends the mini-program to the background. */
  hide(): void;
  show(): void;
  setNetwork(networkType: 'wifi' | '4g' | 'none'): void;
}

export function scriptedWx(phone: PhoneOptions = {}): ScriptedPhone {
  const { files = {}, storage = new Map(), quota = WECHAT_QUOTA, misbehaves = false } = phone;
  const { language = 'en', envVersion = 'develop', clipboardFails = false } = phone;
  const picks: ScriptedCall<ChooseImageOptions>[] = [];
  const requests: ScriptedCall<RequestOptions>[] = [];
  const uploads: ScriptedUpload[] = [];
  const reads: { path: string; length: number }[] = [];
  const previews: { current: string | undefined; urls: string[] }[] = [];
  const clipboard: string[] = [];
  const titles: string[] = [];
  const keptOn: boolean[] = [];
  const scrolls: string[] = [];
  const sheets: ScriptedCall<ActionSheetOptions>[] = [];
  const modals: ScriptedCall<ModalOptions>[] = [];
  const [shown, hidden, networkChanged] = [createSignal<void>(), createSignal<void>(), createSignal<NetworkStatus>()];
  const fileSystem = scriptedFiles(files, quota, reads);
  let networkType = 'wifi';

  const wx: WxApi = {
    env: { USER_DATA_PATH },
    ...storageCalls(valuesAsTexts(storage), quota).calls,
    onAppShow: shown.on,
    offAppShow: shown.off,
    onAppHide: hidden.on,
    offAppHide: hidden.off,
    onNetworkStatusChange: networkChanged.on,
    offNetworkStatusChange: networkChanged.off,
    getNetworkType: (options) => void answer('getNetworkType', options, () => inLaterTurn(() => ({ networkType }))),
    chooseImage: (options) => void picks.push(scriptedCall(options, misbehaves)),
    request: (options) => void requests.push(scriptedCall(options, misbehaves)),
    uploadFile(options) {
      const { upload, task } = scriptedUpload(options, misbehaves);
      uploads.push(upload);
      return task;
    },
    getFileSystemManager: () => fileSystem,
    previewImage: ({ current, urls }) => void previews.push({ current, urls }),
    setClipboardData: ({ data, fail }) =>
      void (clipboardFails ? fail?.({ errMsg: 'setClipboardData:fail' }) : clipboard.push(data)),
    setNavigationBarTitle: ({ title }) => void titles.push(title),
    setKeepScreenOn: ({ keepScreenOn }) => void keptOn.push(keepScreenOn),
    pageScrollTo: ({ selector }) => void scrolls.push(selector),
    showActionSheet: (options) => void sheets.push(scriptedCall(options, misbehaves)),
    showModal: (options) => void modals.push(scriptedCall(options, misbehaves)),
    getAppBaseInfo: () => ({ language }),
    getAccountInfoSync: () => ({ miniProgram: { envVersion } }),
  };

  function chosen(...paths: string[]) {
    return { tempFilePaths: paths, tempFiles: paths.map((path) => ({ path, size: files[path]?.length ?? 0 })) };
  }

  return {
    wx,
    files,
    chosen,
    picks,
    requests,
    uploads,
    reads,
    previews,
    clipboard,
    titles,
    keptOn,
    scrolls,
    sheets,
    modals,
    storage,
    hide: hidden.emit,
    show: shown.emit,
    setNetwork(type) {
      networkType = type;
      networkChanged.emit({ isConnected: type !== 'none', networkType: type });
    },
  };
}

/** Adapts the map of values, which tests use directly, to the JSON texts that `wx` stores. */
function valuesAsTexts(storage: Map<string, unknown>) {
  return {
    get: (key: string) => (storage.has(key) ? JSON.stringify(storage.get(key)) : undefined),
    set: (key: string, text: string) => void storage.set(key, JSON.parse(text)),
    delete: (key: string) => void storage.delete(key),
    keys: () => storage.keys(),
  };
}

/** Runs all pending promise callbacks. Works with jest's fake timers, too. */
export function settled(): Promise<void> {
  return new Promise((resolve) => realSetTimeout(resolve, 0));
}

const realSetTimeout = setTimeout;

function inLaterTurn<Result>(work: () => Result): Promise<Result> {
  return Promise.resolve().then(work);
}

/** Guards a call against callbacks after its end. */
function createEnd(misbehaves: boolean) {
  let ended = false;
  const deliver = (what: () => void) => {
    if (ended && !misbehaves) throw new Error('Expected no callback after the end of a call.');
    what();
  };
  const end = (how: () => void) =>
    deliver(() => {
      ended = true;
      how();
    });
  return { deliver, end, hasEnded: () => ended };
}

function scriptedCall<Options extends Callbacks<never>>(
  options: Options,
  misbehaves: boolean,
  { end } = createEnd(misbehaves),
): ScriptedCall<Options> {
  return {
    options,
    // Casts because a test may answer with what WeChat's types exclude.
    succeed: (result) => end(() => options.success?.(result as never)),
    fail: (failure) => end(() => options.fail?.(failure as object)),
  };
}

function scriptedUpload(options: UploadFileOptions, misbehaves: boolean) {
  const [progressed, received] = [createSignal<UploadProgress>(), createSignal<{ header: unknown }>()];
  const ending = createEnd(misbehaves);
  let aborted = false;

  const upload: ScriptedUpload = {
    ...scriptedCall(options, misbehaves, ending),
    progress: (percent) =>
      ending.deliver(() =>
        progressed.emit({ progress: percent, totalBytesSent: percent, totalBytesExpectedToSend: 100 }),
      ),
    headers: (header) => ending.deliver(() => received.emit({ header })),
    get aborted() {
      return aborted;
    },
  };
  const task = {
    abort() {
      if (ending.hasEnded()) return;
      aborted = true;
      ending.end(() => {
        void inLaterTurn(() => options.fail?.(failureOf('uploadFile', new CallFailed('abort'))));
      });
    },
    onProgressUpdate: progressed.on,
    onHeadersReceived: received.on,
  };
  return { upload, task };
}
