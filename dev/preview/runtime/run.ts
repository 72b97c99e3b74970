import type { template } from 'glass-easel';
import type { MiniProgram } from '../mini-program';
import { createApp } from './app';
import { loadCode } from './code-space';
import { reportError, uncaughtError } from './errors';
import { installGestures } from './gestures';
import { installHover } from './hover';
import { createPageMetas } from './page-metas';
import { createPageStack, type PageStack } from './page-stack';
import { createCapsule } from './phone/capsule';
import { followForeground } from './phone/foreground';
import { createNavigationBar } from './phone/navigation-bar';
import { applySafeAreas } from './phone/safe-areas';
import { followPhone } from './phone/settings';
import { followSize } from './phone/size';
import { followTheme } from './phone/theme';
import { createReadyQueue } from './ready';
import { createWx } from './wx';
import { createFileRegistry } from './wx/file-registry';
import { getWindowInfo, languageOfPhone } from './wx/system';
import type { UserFiles } from './wx/user-files';

/** Starts the mini-program in this document: its App, then its first page. */
export function runMiniProgram(
  miniProgram: MiniProgram,
  templates: template.ProcGenGroupList,
  userFiles: UserFiles,
): void {
  const app = createApp();
  const theme = followTheme(window, miniProgram.darkMode);
  const phone = followPhone(window);
  const metas = createPageMetas();
  const ready = createReadyQueue();
  const files = createFileRegistry(userFiles);
  document.documentElement.lang = languageOfPhone(phone).replace('_', '-');
  applySafeAreas(document.documentElement, phone);
  const bar = createNavigationBar(() => pages?.back(1), createCapsule(window));
  const pageStyle = document.createElement('style');
  document.head.append(pageStyle);
  document.body.append(bar.element);
  const resized = followSize(window, () => getWindowInfo(phone));
  uncaughtError.on(app.error);
  installGestures(document);
  installHover(document);

  // Undefined while the mini-program's code loads, before the first page opens.
  let pages: PageStack | undefined;
  const instances = () => [...(pages?.instances() ?? [])];
  try {
    const code = loadCode({
      miniProgram,
      templates,
      globals: {
        wx: createWx({ miniProgram, app, theme, phone, resized, files, pages: () => pages }),
        App: app.define,
        getApp: app.instance,
        getCurrentPages: instances,
      },
      imageUrl: (src, owner) => files.urlOf(src) ?? assetUrl(src, owner),
      metas,
      attached: ready.add,
    });
    pages = createPageStack({ miniProgram, code, bar, theme, phone, metas, ready, screen: document.body, pageStyle });
    const [path = ''] = miniProgram.pages;
    app.launch({ path, query: {}, scene: 1001, referrerInfo: {} });
    pages.open(`/${path}`);
  } catch (error) {
    reportError(error);
    return;
  }
  const opened = pages;
  theme.changed.on(app.themeChange);
  resized.on(opened.resize);
  followForeground(document, phone, (isInFront) => {
    if (isInFront) {
      app.show();
      opened.show();
    } else {
      opened.hide();
      app.hide();
    }
  });
}

/** Resolves an image of the mini-program: `/images/a.png` from its root, anything else relative to the referring file. */
function assetUrl(src: string, owner: string): string {
  if (/^(https?|data|blob):/.test(src)) return src;
  const root = new URL('/app/', location.href);
  return src.startsWith('/') ? new URL(src.slice(1), root).href : new URL(src, new URL(owner, root)).href;
}
