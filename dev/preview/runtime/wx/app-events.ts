import type { Theme } from '../../mini-program';
import type { App } from '../app';
import { uncaughtError, unhandledRejection } from '../errors';
import type { WindowSize } from '../open-page';
import type { ThemeSource } from '../phone/theme';
import { createSignal, type Signal } from '../signal';

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/app/app-event/wx.onAppShow.html and related pages */
export function appEvents(app: App, theme: ThemeSource, resized: Signal<WindowSize>) {
  const windowResized = createSignal<{ size: WindowSize }>();
  resized.on((size) => windowResized.emit({ size }));
  const themeChanged = createSignal<{ theme: Theme }>();
  theme.changed.on((current) => themeChanged.emit({ theme: current }));
  return {
    onAppShow: app.shown.on,
    offAppShow: app.shown.off,
    onAppHide: app.hidden.on,
    offAppHide: app.hidden.off,
    onWindowResize: windowResized.on,
    offWindowResize: windowResized.off,
    onThemeChange: themeChanged.on,
    offThemeChange: themeChanged.off,
    onError: uncaughtError.on,
    offError: uncaughtError.off,
    onUnhandledRejection: unhandledRejection.on,
    offUnhandledRejection: unhandledRejection.off,
  };
}
