import type { MiniProgram } from '../mini-program';
import type { LoadedCode } from './code-space';
import { createPage, type OpenPage, type PageInstance, type WindowSize } from './open-page';
import type { PageMeta, PageMetas } from './page-metas';
import { type PageUrl, parsePageUrl } from './page-url';
import type { NavigationBar } from './phone/navigation-bar';
import type { PhoneSource } from './phone/settings';
import type { ThemeSource } from './phone/theme';
import type { ReadyQueue } from './ready';

/** https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/route.html */
export interface PageStack {
  /** The open pages' instances, the visible one last. */
  instances(): readonly PageInstance[];
  /** Pushes a page. @throws Error that says why the page cannot be opened */
  open(url: string): void;
  /** Pops `delta` pages, but never the last one. */
  back(delta: number): void;
  /** Replaces the visible page. Throws like `open`. */
  redirect(url: string): void;
  setTitle(title: string): void;
  /** Shows the visible page when the mini-program enters the foreground. */
  show(): void;
  /** Hides the visible page when the mini-program leaves the foreground. */
  hide(): void;
  /** Tells the visible page its new size. */
  resize(size: WindowSize): void;
}

export interface PageStackOptions {
  readonly miniProgram: MiniProgram;
  readonly code: LoadedCode;
  readonly bar: NavigationBar;
  readonly theme: ThemeSource;
  readonly phone: PhoneSource;
  readonly metas: PageMetas;
  readonly ready: ReadyQueue;
  /** Container of the page windows. */
  readonly screen: HTMLElement;
  /** Holds the visible page's style sheet. */
  readonly pageStyle: HTMLStyleElement;
}

const MAX_PAGES = 10;

export function createPageStack(options: PageStackOptions): PageStack {
  const { miniProgram, code, bar, theme, phone, metas, ready, screen, pageStyle } = options;
  const pages: OpenPage[] = [];
  const titles = new WeakMap<OpenPage, string>();
  const top = () => pages.at(-1);

  const display = () => {
    const page = top();
    const look = page && miniProgram.windows[page.path]?.[theme.current()];
    if (page === undefined || look === undefined) return;
    pageStyle.textContent = miniProgram.pageStyles[page.path] ?? '';
    for (const each of pages) each.window.hidden = each !== page;
    const meta = metas.of(page.component);
    page.window.style.backgroundColor = meta.backgroundColor || look.backgroundColor;
    applyMeta(meta, page.window, phone.current().fontSize);
    bar.show(look, titles.get(page) ?? look.navigationBarTitleText, pages.length > 1);
  };
  for (const { changed } of [theme, phone, metas]) changed.on(display);

  const find = (url: string): PageUrl => {
    const found = parsePageUrl(url, top()?.path ?? '');
    if (!miniProgram.pages.includes(found.path)) throw new Error(`page "${found.path}" is not found`);
    return found;
  };
  const push = (url: PageUrl) => {
    const page = createPage(url, code, ready, screen);
    pages.push(page);
    display();
    page.start();
    display(); // only now it has the element that its page-meta styles
  };

  return {
    instances: () => pages.map(({ instance }) => instance),
    open(url) {
      const found = find(url);
      if (pages.length >= MAX_PAGES) throw new Error('webview count limit exceed');
      top()?.hide();
      push(found);
    },
    back(delta) {
      const count = Math.min(delta, pages.length - 1);
      if (count < 1) return;
      for (const page of pages.splice(-count).reverse()) page.close();
      display();
      top()?.show();
    },
    redirect(url) {
      const found = find(url);
      pages.pop()?.close();
      push(found);
    },
    setTitle(title) {
      const page = top();
      if (page !== undefined) titles.set(page, title);
      display();
    },
    show: () => top()?.show(),
    hide: () => top()?.hide(),
    resize: (size) => top()?.resize(size),
  };
}

/** @param systemFontSize in px */
function applyMeta(
  { rootFontSize, pageFontSize, pageStyle }: PageMeta,
  window: HTMLElement,
  systemFontSize: number,
): void {
  const sizeOf = (text: string) => (text === 'system' ? `${systemFontSize}px` : text);
  document.documentElement.style.fontSize = sizeOf(rootFontSize);
  // The one element of the page, which its WXSS calls `page`.
  const page = window.querySelector<HTMLElement>('wx-page');
  if (page === null) return;
  page.setAttribute('style', pageStyle);
  page.style.fontSize = sizeOf(pageFontSize);
}
