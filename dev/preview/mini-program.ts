import type { Quota } from '../wx/quota';

/** What the build hands to the browser. */
export interface MiniProgram {
  /** The paths of the pages, the first one opens at the start. */
  readonly pages: readonly string[];
  readonly darkMode: boolean;
  /** How each page's navigation bar and background look, by path. */
  readonly windows: Readonly<Record<string, ThemedWindow>>;
  readonly networkTimeout: NetworkTimeout;
  /** How much it may keep. */
  readonly quota: Quota;
  readonly units: readonly CodeUnit[];
  /** Each page's own style sheet, by path: in force while that page is shown. */
  readonly pageStyles: Readonly<Record<string, string>>;
  /** The TypeScript of all pages and components, bundled; it runs inside a function (see runtime/sandbox.ts). */
  readonly code: string;
}

/** A page or a component: a path that WXML, WXSS, JSON and code share. */
export interface CodeUnit {
  readonly path: string;
  readonly kind: 'page' | 'component';
  /** The tags that its WXML may use, and the path of the component behind each. */
  readonly usingComponents: Readonly<Record<string, string>>;
  readonly componentGenerics: Readonly<Record<string, true | { readonly default?: string }>>;
  readonly styleIsolation: StyleIsolation;
  /** What the class names in its own style sheet begin with, before `--`. */
  readonly styleScope: string;
  readonly pureDataPattern?: string;
}

/** https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/wxml-wxss.html */
export type StyleIsolation =
  | 'isolated'
  | 'apply-shared'
  | 'shared'
  | 'page-isolated'
  | 'page-apply-shared'
  | 'page-shared';

/** The `window` part of app.json and page.json, as far as the preview shows it. Colours as CSS writes them. */
export interface PageWindow {
  readonly navigationBarTitleText: string;
  readonly navigationBarBackgroundColor: string;
  readonly navigationBarTextStyle: 'black' | 'white';
  readonly backgroundColor: string;
}

export type ThemedWindow = Readonly<Record<Theme, PageWindow>>;

export type Theme = 'light' | 'dark';

/** Milliseconds after which a call fails that names no time-out itself. */
export interface NetworkTimeout {
  readonly request: number;
  readonly uploadFile: number;
}
