import type { ThemeSource } from '../phone/theme';
import { call } from './calling';

/** Version of the base library that the preview follows. */
const SDK_VERSION = '3.7.0';

/** https://developers.weixin.qq.com/miniprogram/dev/api/open-api/account-info/wx.getAccountInfoSync.html */
export function getAccountInfoSync() {
  return { miniProgram: { appId: 'touristappid', envVersion: 'develop' as const, version: '' }, plugin: {} };
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getAppBaseInfo.html */
export function getAppBaseInfo(theme: ThemeSource) {
  return () => ({
    SDKVersion: SDK_VERSION,
    enableDebug: false,
    host: { env: 'WeChat' },
    language: languageOf(navigator.language),
    version: '8.0.50',
    theme: theme.current(),
    fontSizeSetting: 16,
  });
}

/** Maps the browser's language to WeChat's name: one of three for Chinese, otherwise English. */
function languageOf(tag: string): string {
  if (!tag.startsWith('zh')) return 'en';
  if (/HK|MO/.test(tag)) return 'zh_HK';
  return /TW|Hant/.test(tag) ? 'zh_TW' : 'zh_CN';
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getWindowInfo.html: lengths in px. */
export function getWindowInfo() {
  const { innerWidth, innerHeight, devicePixelRatio } = window;
  const screenTop = document.querySelector('.navigation-bar')?.getBoundingClientRect().height ?? 0;
  return {
    pixelRatio: devicePixelRatio,
    screenWidth: innerWidth,
    screenHeight: innerHeight,
    windowWidth: innerWidth,
    windowHeight: innerHeight - screenTop,
    statusBarHeight: 0,
    screenTop,
    safeArea: { left: 0, right: innerWidth, top: 0, bottom: innerHeight, width: innerWidth, height: innerHeight },
  };
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/device/screen/wx.setKeepScreenOn.html: a computer's screen is left alone. */
export const setKeepScreenOn = call('setKeepScreenOn', (): object => ({}));
