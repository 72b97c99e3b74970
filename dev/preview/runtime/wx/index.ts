import type { WxApi } from '../../../../miniprogram/services/oss-upload/wx/contract';
import type { MiniProgram } from '../../mini-program';
import type { App } from '../app';
import type { WindowSize } from '../open-page';
import type { PageStack } from '../page-stack';
import { getMenuButtonBoundingClientRect } from '../phone/capsule';
import { createLink } from '../phone/link';
import { quotaOf } from '../phone/quota';
import type { PhoneSource } from '../phone/settings';
import type { ThemeSource } from '../phone/theme';
import type { Signal } from '../signal';
import { showActionSheet } from './action-sheet';
import { appEvents } from './app-events';
import { chooseImage } from './choose-image';
import { setClipboardData } from './clipboard';
import type { FileRegistry } from './file-registry';
import { getFileSystemManager } from './file-system';
import { showModal } from './modal';
import { navigationCalls } from './navigation';
import { networkCalls } from './network';
import { previewImage } from './preview-image';
import { request } from './request';
import { storageCalls } from './storage';
import { getAccountInfoSync, getAppBaseInfo, getWindowInfo, setKeepScreenOn } from './system';
import { toastCalls } from './toast';
import { uploadFile } from './upload-file';
import { USER_DATA_PATH } from './user-folder';

export interface WxOptions {
  readonly miniProgram: MiniProgram;
  readonly app: App;
  readonly theme: ThemeSource;
  readonly phone: PhoneSource;
  readonly resized: Signal<WindowSize>;
  readonly files: FileRegistry;
  /** Undefined until the first page opens. */
  readonly pages: () => PageStack | undefined;
}

/**
 * WeChat's `wx`, as far as the preview implements it. Missing functions are undefined, so that a mini-program can check for
 * them (`if (wx.login)`); calling one shows where to add it (see errors.ts).
 */
export function createWx({ miniProgram, app, theme, phone, resized, files, pages }: WxOptions) {
  const { networkTimeout } = miniProgram;
  const quota = quotaOf(miniProgram.quota, phone);
  const link = createLink(phone);
  const toast = toastCalls();
  const wx = {
    env: { USER_DATA_PATH },
    chooseImage: chooseImage(files, phone),
    previewImage: previewImage(files),
    request: request(link, networkTimeout.request),
    uploadFile: uploadFile(files, link, networkTimeout.uploadFile),
    getFileSystemManager: getFileSystemManager(files, quota),
    getAccountInfoSync,
    getAppBaseInfo: getAppBaseInfo(theme, phone),
    getWindowInfo: () => getWindowInfo(phone),
    getMenuButtonBoundingClientRect,
    setKeepScreenOn,
    setClipboardData: setClipboardData(phone, () => toast.showToast({ title: '内容已复制' })),
    showModal,
    showActionSheet,
    ...toast,
    ...networkCalls(window, phone),
    ...appEvents(app, theme, resized),
    ...navigationCalls(pages),
    ...storageCalls(localStorage, quota),
  };
  return wx satisfies WxApi;
}
