/** Message to the page around the phone (see workbench/drawer.ts). */
const OPEN_WORKBENCH = 'preview:open-workbench';

/**
 * Draws WeChat's button at the top right, so that it shows when a page puts something below it. Beside a workbench its left half
 * opens that; alone in a window it is only drawn.
 */
export function createCapsule(window: Window): HTMLElement {
  const capsule = document.createElement('div');
  capsule.className = 'capsule';
  const more =
    window.parent === window ? drawn() : button(() => window.parent.postMessage(OPEN_WORKBENCH, location.origin));
  more.classList.add('capsule-more');
  const close = drawn();
  close.classList.add('capsule-close');
  capsule.append(more, close);
  return capsule;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/menu/wx.getMenuButtonBoundingClientRect.html: lengths in px. */
export function getMenuButtonBoundingClientRect() {
  const { width, height, top, right, bottom, left } =
    document.querySelector('.capsule')?.getBoundingClientRect() ?? new DOMRect();
  return { width, height, top, right, bottom, left };
}

function drawn(): HTMLElement {
  const half = document.createElement('span');
  half.setAttribute('aria-hidden', 'true');
  return half;
}

function button(tap: () => void): HTMLElement {
  const half = document.createElement('button');
  half.type = 'button';
  half.setAttribute('aria-label', 'Workbench');
  half.addEventListener('click', tap);
  return half;
}
