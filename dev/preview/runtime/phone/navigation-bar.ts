import type { PageWindow } from '../../mini-program';

/** The native bar above a page. */
export interface NavigationBar {
  readonly element: HTMLElement;
  show(look: PageWindow, title: string, canGoBack: boolean): void;
}

export function createNavigationBar(goBack: () => void, capsule: HTMLElement): NavigationBar {
  const element = document.createElement('header');
  element.className = 'navigation-bar';
  const back = document.createElement('button');
  back.className = 'navigation-back';
  back.type = 'button';
  back.setAttribute('aria-label', document.documentElement.lang.startsWith('zh') ? '返回' : 'Back');
  back.addEventListener('click', goBack);
  const heading = document.createElement('h1');
  heading.className = 'navigation-title';
  element.append(back, heading, capsule);
  return {
    element,
    show(look, title, canGoBack) {
      element.style.backgroundColor = look.navigationBarBackgroundColor;
      element.style.color = look.navigationBarTextStyle;
      heading.textContent = title;
      back.hidden = !canGoBack;
    },
  };
}
