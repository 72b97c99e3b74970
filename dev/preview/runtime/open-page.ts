import { type domlikeBackend, safeCallback } from 'glass-easel';
import type { LoadedCode } from './code-space';
import type { PageUrl } from './page-url';
import type { ReadyQueue } from './ready';

/** A page as the mini-program's code sees it (`this` in its methods). */
export interface PageInstance {
  readonly route: string;
  readonly options: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

/** In px. https://developers.weixin.qq.com/miniprogram/dev/framework/view/resizable.html */
export interface WindowSize {
  readonly windowWidth: number;
  readonly windowHeight: number;
}

/** An open page and its lifecycle. */
export interface OpenPage {
  readonly path: string;
  readonly instance: PageInstance;
  /** The page's component, as elements in its WXML know it. */
  readonly component: object;
  /** The part of the screen that the page fills. */
  readonly window: HTMLElement;
  /** Attaches the page and runs its lifecycle up to `onReady`. */
  start(): void;
  show(): void;
  hide(): void;
  /** Runs `onResize`. */
  resize(size: WindowSize): void;
  close(): void;
}

/** Creates a page inside `screen`. Its lifecycle begins with `start`. */
export function createPage(
  { path, search, query }: PageUrl,
  code: LoadedCode,
  ready: ReadyQueue,
  screen: HTMLElement,
): OpenPage {
  const root = code.backend.createRoot('page', code.space, path + search);
  // A page instance is the adapter's wrapper of its component, plus what WeChat adds for pages.
  const instance = Object.assign(root.get(), { route: path, options: query }) as unknown as PageInstance;
  const call = (lifecycle: string, ...args: unknown[]) => {
    const method = instance[lifecycle];
    if (typeof method === 'function') safeCallback(lifecycle, method as (...args: unknown[]) => void, instance, args);
  };
  const window = document.createElement('main');
  window.className = 'page-window';
  const scroll = document.createElement('div');
  scroll.className = 'page-scroll';
  const placeholder = document.createElement('div');
  scroll.append(placeholder);
  window.append(scroll);
  screen.append(window);

  const page: OpenPage = {
    path,
    instance,
    component: root.getComponent(),
    window,
    start() {
      // glass-easel declares its own types for DOM elements.
      const toBackend = (node: Node) => node as unknown as domlikeBackend.Element;
      root.attach(toBackend(scroll), toBackend(placeholder));
      call('onLoad', query);
      page.show();
      ready.flush();
      call('onReady');
    },
    show() {
      call('onShow');
      root.getComponent().triggerPageLifetime('show', []);
    },
    hide() {
      call('onHide');
      root.getComponent().triggerPageLifetime('hide', []);
    },
    resize(size) {
      call('onResize', { size });
      root.getComponent().triggerPageLifetime('resize', [{ size }]);
    },
    close() {
      call('onUnload');
      root.release();
      window.remove();
    },
  };
  return page;
}
