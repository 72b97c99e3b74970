import { safeCallback } from 'glass-easel';
import type { Theme } from '../mini-program';
import { createSignal, type Signal } from './signal';

/** Options that onLaunch, onShow and wx.onAppShow receive. */
export interface LaunchOptions {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** 1001: opened from the list of mini-programs. */
  readonly scene: number;
  readonly referrerInfo: object;
}

/** The mini-program's single App instance. */
export interface App {
  /** WeChat's global `App()`. */
  define(definition: object): void;
  /** WeChat's global `getApp()`. */
  instance(): object | undefined;
  launch(options: LaunchOptions): void;
  show(): void;
  hide(): void;
  /** Calls App.onThemeChange. */
  themeChange(theme: Theme): void;
  /** Calls App.onError. */
  error(message: string): void;
  readonly shown: Signal<LaunchOptions>;
  readonly hidden: Signal<void>;
}

export function createApp(): App {
  let instance: Record<string, unknown> | undefined;
  let launchOptions: LaunchOptions = { path: '', query: {}, scene: 1001, referrerInfo: {} };
  const shown = createSignal<LaunchOptions>();
  const hidden = createSignal<void>();
  const call = (lifecycle: string, ...args: unknown[]) => {
    const method = instance?.[lifecycle];
    if (typeof method === 'function') safeCallback(lifecycle, method as (...args: unknown[]) => void, instance, args);
  };
  const show = () => {
    call('onShow', launchOptions);
    shown.emit(launchOptions);
  };
  return {
    define(definition) {
      instance = { ...definition };
    },
    instance: () => instance,
    launch(options) {
      launchOptions = options;
      call('onLaunch', options);
      show();
    },
    show,
    hide() {
      call('onHide');
      hidden.emit();
    },
    themeChange: (theme) => call('onThemeChange', { theme }),
    error: (message) => call('onError', message),
    shown,
    hidden,
  };
}
