import type { Quota } from '../wx/quota';

/** A built mini-program, as the browser receives it. */
export interface MiniProgram {
  /** Page paths; the first one is the start page. */
  readonly pages: readonly string[];
  readonly darkMode: boolean;
  /** Navigation bar and background of each page, by path. */
  readonly windows: Readonly<Record<string, ThemedWindow>>;
  readonly networkTimeout: NetworkTimeout;
  /** Storage limits. */
  readonly quota: Quota;
  readonly units: readonly CodeUnit[];
  /** Page style sheets by path, applied while the page is shown. */
  readonly pageStyles: Readonly<Record<string, string>>;
  /** The TypeScript of all pages and components, bundled; it runs inside a function (see runtime/sandbox.ts). */
  readonly code: string;
}

/** A page or component: WXML, WXSS, JSON and code that share a path. */
export interface CodeUnit {
  readonly path: string;
  readonly kind: 'page' | 'component';
  /** Custom tags of its WXML, with the path of each component. */
  readonly usingComponents: Readonly<Record<string, string>>;
  readonly componentGenerics: Readonly<Record<string, true | { readonly default?: string }>>;
  readonly styleIsolation: StyleIsolation;
  /** Prefix of the class names in its style sheet, before `--`. */
  readonly styleScope: string;
  readonly pureDataPattern?: string;
  /** Named in its WXML. */
  readonly handlers: readonly Handler[];
}

/** A method that WXML names for an event. */
export interface Handler {
  /** `pages/home/home.wxml:3:5`, of the tag. */
  readonly place: string;
  /** `bindtap`. */
  readonly attribute: string;
  readonly method: string;
}

/** https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/wxml-wxss.html */
export type StyleIsolation =
  | 'isolated'
  | 'apply-shared'
  | 'shared'
  | 'page-isolated'
  | 'page-apply-shared'
  | 'page-shared';

/** The `window` settings of app.json and page.json that the preview supports. Colours in CSS syntax. */
export interface PageWindow {
  readonly navigationBarTitleText: string;
  readonly navigationBarBackgroundColor: string;
  readonly navigationBarTextStyle: 'black' | 'white';
  readonly backgroundColor: string;
}

export type ThemedWindow = Readonly<Record<Theme, PageWindow>>;

export type Theme = 'light' | 'dark';

/** Default time-outs in milliseconds. */
export interface NetworkTimeout {
  readonly request: number;
  readonly uploadFile: number;
}
