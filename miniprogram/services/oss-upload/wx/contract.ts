/**
 * The calls of `wx` that this mini-program makes, with as much of their options and results as it uses. WeChat's own `wx`
 * fits this type, and every stand-in for it implements it; `test/wx-contract` holds the stand-ins to the same behaviour.
 * Each service takes its part: `Pick<WxApi, 'request'>`.
 */
export interface WxApi {
  readonly env: { readonly USER_DATA_PATH: string };

  // picking
  chooseImage(options: ChooseImageOptions): void;

  // network
  request(options: RequestOptions): void;
  /** Returns a task and never a promise. `success` means that an answer came, whatever its status. */
  uploadFile(options: UploadFileOptions): UploadTask;
  getNetworkType(options: Callbacks<{ networkType: string }>): void;
  onNetworkStatusChange(listener: (status: NetworkStatus) => void): void;
  offNetworkStatusChange(listener: (status: NetworkStatus) => void): void;

  // files
  getFileSystemManager(): FileSystem;

  // storage; each of these throws an Error where WeChat refuses
  /** The empty text where the key holds nothing. */
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, data: unknown): void;
  removeStorageSync(key: string): void;
  getStorageInfoSync(): { keys: string[] };

  // the mini-program as a whole
  onAppShow(listener: () => void): void;
  offAppShow(listener: () => void): void;
  onAppHide(listener: () => void): void;
  offAppHide(listener: () => void): void;
  getAppBaseInfo(): { language: string };
  getAccountInfoSync(): { miniProgram: { envVersion: 'develop' | 'trial' | 'release' } };

  // the page
  setNavigationBarTitle(options: { title: string }): void;
  previewImage(options: { urls: string[]; current: string }): void;
  setClipboardData(options: { data: string } & Pick<Callbacks<unknown>, 'fail'>): void;
  setKeepScreenOn(options: { keepScreenOn: boolean } & Pick<Callbacks<unknown>, 'fail'>): void;
  pageScrollTo(options: { selector: string; offsetTop: number }): void;
  showActionSheet(options: ActionSheetOptions): void;
  showModal(options: ModalOptions): void;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showActionSheet.html */
export interface ActionSheetOptions extends Callbacks<{ tapIndex: number }> {
  /** At most six. */
  itemList: string[];
  alertText?: string;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showModal.html */
export interface ModalOptions extends Callbacks<{ confirm: boolean }> {
  title: string;
  content: string;
  confirmText: string;
  cancelText: string;
}

/** One of the two is called, once, in a later turn. */
export interface Callbacks<Result> {
  success?: (result: Result) => void;
  fail?: (failure: WxFailure) => void;
}

/**
 * What `wx` passes to `fail`. Newer clients give an `errno`, older ones only the text; nothing here can be relied on.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
 */
export interface WxFailure {
  /** `<call>:fail <reason>` */
  errMsg?: string;
  errno?: number;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.chooseImage.html */
export interface ChooseImageOptions extends Callbacks<ChosenImages> {
  count: number;
  sizeType: ('original' | 'compressed')[];
  sourceType: ('album' | 'camera')[];
}

export interface ChosenImages {
  tempFilePaths: string[];
  /** `size` in bytes. */
  tempFiles: { path: string; size: number }[];
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html */
export interface RequestOptions extends Callbacks<RequestResult> {
  url: string;
  method?: 'GET' | 'POST';
  header?: Record<string, string>;
  /** Goes into the query of a GET, and into the body of a POST: a record as JSON. */
  data?: Record<string, unknown> | string;
  /** In milliseconds, from the call to the end of the answer. */
  timeout?: number;
}

export interface RequestResult {
  /** Parsed where the body is JSON, whatever its Content-Type; else its text. */
  data: unknown;
  statusCode: number;
  header: unknown;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html */
export interface UploadFileOptions extends Callbacks<UploadFileResult> {
  url: string;
  filePath: string;
  /** Of the form field that holds the file. */
  name: string;
  /** The form fields before the file, in this order. */
  formData: Record<string, string>;
  /** In milliseconds, from the call to the end of the answer. */
  timeout: number;
}

export interface UploadFileResult {
  /** The body, never parsed. */
  data: string;
  statusCode: number;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/UploadTask.html */
export interface UploadTask {
  /** Ends the upload with `fail`, `uploadFile:fail abort`; without effect once it has ended. */
  abort(): void;
  /** Reports at least once before `success`, and never after the end. */
  onProgressUpdate(listener: (progress: UploadProgress) => void): void;
  /** Reports once, before `success`. */
  onHeadersReceived(listener: (received: { header: unknown }) => void): void;
}

export interface UploadProgress {
  /** In percent. */
  progress: number;
  totalBytesSent: number;
  totalBytesExpectedToSend: number;
}

/** Always both; optional because WeChat types the listener of `off` by an `errMsg` that never comes. */
export interface NetworkStatus {
  isConnected?: boolean;
  networkType?: string;
  errMsg?: string;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html */
export interface FileSystem {
  getFileInfo(options: GetFileInfoOptions): void;
  readFile(options: ReadFileOptions): void;
  copyFile(options: { srcPath: string; destPath: string } & Callbacks<unknown>): void;
  /** Whether it replaces a file at `newPath` is not documented. */
  rename(options: { oldPath: string; newPath: string } & Callbacks<unknown>): void;
  unlink(options: { filePath: string } & Callbacks<unknown>): void;
  /** Fails where the folder is there already. */
  mkdir(options: { dirPath: string; recursive: boolean } & Callbacks<unknown>): void;
  /** Names, without the folder. */
  readdir(options: { dirPath: string } & Callbacks<{ files: string[] }>): void;
}

export interface GetFileInfoOptions extends Callbacks<{ size: number; digest: string }> {
  filePath: string;
  digestAlgorithm: 'sha1';
}

export interface ReadFileOptions extends Callbacks<{ data: string | ArrayBuffer }> {
  filePath: string;
  /** In bytes; a range beyond the end of the file fails. */
  position: number;
  length: number;
}
