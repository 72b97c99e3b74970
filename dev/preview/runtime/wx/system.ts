import { SAFE_AREAS } from '../../phone-settings';
import type { PhoneSource } from '../phone/settings';
import type { ThemeSource } from '../phone/theme';
import { call } from './calling';

/** Version of the base library that the preview follows. */
const SDK_VERSION = '3.7.0';

/** https://developers.weixin.qq.com/miniprogram/dev/api/open-api/account-info/wx.getAccountInfoSync.html */
export function getAccountInfoSync() {
  return { miniProgram: { appId: 'touristappid', envVersion: 'develop' as const, version: '' }, plugin: {} };
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getAppBaseInfo.html */
export function getAppBaseInfo(theme: ThemeSource, phone: PhoneSource) {
  return () => ({
    SDKVersion: SDK_VERSION,
    enableDebug: false,
    host: { env: 'WeChat' },
    language: languageOfPhone(phone),
    version: '8.0.50',
    theme: theme.current(),
    fontSizeSetting: phone.current().fontSize,
  });
}

/** As WeChat names it. */
export function languageOfPhone(phone: PhoneSource): string {
  const { language } = phone.current();
  return language === 'system' ? languageOf(navigator.language) : language;
}

/** Maps the browser's language to WeChat's name: one of three for Chinese, otherwise English. */
function languageOf(tag: string): string {
  if (!tag.startsWith('zh')) return 'en';
  if (/HK|MO/.test(tag)) return 'zh_HK';
  return /TW|Hant/.test(tag) ? 'zh_TW' : 'zh_CN';
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getWindowInfo.html: lengths in px. */
export function getWindowInfo(phone: PhoneSource) {
  const { safeAreas } = phone.current();
  const top = safeAreas ? SAFE_AREAS.top : 0;
  const below = safeAreas ? SAFE_AREAS.bottom : 0;
  const { innerWidth, innerHeight, devicePixelRatio } = window;
  const screenTop = document.querySelector('.navigation-bar')?.getBoundingClientRect().height ?? 0;
  return {
    pixelRatio: devicePixelRatio,
    screenWidth: innerWidth,
    screenHeight: innerHeight,
    windowWidth: innerWidth,
    windowHeight: innerHeight - screenTop,
    statusBarHeight: top,
    screenTop,
    safeArea: {
      left: 0,
      right: innerWidth,
      top,
      bottom: innerHeight - below,
      width: innerWidth,
      height: innerHeight - top - below,
    },
  };
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/device/screen/wx.setKeepScreenOn.html: a computer's screen is left alone. */
export const setKeepScreenOn = call('setKeepScreenOn', (): object => ({}));
