import type { Theme } from '../../mini-program';
import type { App } from '../app';
import { uncaughtError, unhandledRejection } from '../errors';
import type { ThemeSource } from '../phone/theme';
import { createSignal } from '../signal';

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/app/app-event/wx.onAppShow.html and related pages */
export function appEvents(app: App, theme: ThemeSource) {
  const themeChanged = createSignal<{ theme: Theme }>();
  theme.changed.on((current) => themeChanged.emit({ theme: current }));
  return {
    onAppShow: app.shown.on,
    offAppShow: app.shown.off,
    onAppHide: app.hidden.on,
    offAppHide: app.hidden.off,
    onThemeChange: themeChanged.on,
    offThemeChange: themeChanged.off,
    onError: uncaughtError.on,
    offError: uncaughtError.off,
    onUnhandledRejection: unhandledRejection.on,
    offUnhandledRejection: unhandledRejection.off,
  };
}
