import { Event } from 'glass-easel';
import { frameworkElement, listensToLongPress } from './dom-backend';

/** https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html: longer than this is a long press. */
const LONG_PRESS_MS = 350;
/** A finger that moves further than this, in pixels, is scrolling. */
const STEADY_DISTANCE = 10;

/** Translates the browser's pointer and keyboard events to WeChat's `tap` and `longpress`. */
export function installGestures(document: Document): void {
  let longPress: { x: number; y: number; timer: number } | undefined;
  let swallowClick = false;

  const endPress = () => {
    window.clearTimeout(longPress?.timer);
    longPress = undefined;
  };

  document.addEventListener('pointerdown', (event) => {
    endPress();
    swallowClick = false;
    const path = event.composedPath();
    const timer = window.setTimeout(() => {
      swallowClick = path.some(listensToLongPress);
      dispatch('longpress', path, event);
    }, LONG_PRESS_MS);
    longPress = { x: event.clientX, y: event.clientY, timer };
  });
  document.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (longPress === undefined) return;
    if (Math.hypot(clientX - longPress.x, clientY - longPress.y) > STEADY_DISTANCE) endPress();
  });
  for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, endPress);

  // Mouse, touch, keyboard and screen readers all trigger `click`.
  document.addEventListener('click', (event) => {
    if (swallowClick) swallowClick = false;
    else dispatch('tap', event.composedPath(), event);
  });
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || !target.hasAttribute('data-activable')) return;
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    target.click();
  });
}

function dispatch(name: string, path: readonly EventTarget[], { clientX, clientY }: MouseEvent): void {
  const isDisabled = path.some((node) => node instanceof HTMLElement && node.matches('wx-button[disabled]'));
  const target = path.map(frameworkElement).find((element) => element !== undefined);
  if (isDisabled || target === undefined) return;
  const detail = { x: clientX, y: clientY };
  Event.dispatchEvent(target, new Event(name, detail, { bubbles: true, composed: true, capturePhase: true }));
}
