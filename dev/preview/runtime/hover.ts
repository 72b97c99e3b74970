import { frameworkElement } from './dom-backend';

/** Options of an element's pressed state. */
export interface HoverOptions {
  /** The class to add; `none` disables the pressed state. Empty means the built-in one, which only buttons have. */
  readonly hoverClass: string;
  /** Milliseconds from the touch until the pressed state shows. */
  readonly hoverStartTime: number;
  /** Milliseconds that it stays after the touch ends. */
  readonly hoverStayTime: number;
  /** Whether to keep the pressed state from the element's ancestors. */
  readonly hoverStopPropagation: boolean;
}

/** glass-easel's TEMPORARY_CLASSES: classes that template updates leave alone. */
const TEMPORARY_CLASSES = 3;

const options = new WeakMap<EventTarget, HoverOptions>();

export function setHoverOptions(element: HTMLElement, hover: HoverOptions): void {
  options.set(element, hover);
}

/** Shows the pressed state (`hover-class`) of elements during a touch or mouse press. */
export function installHover(document: Document): void {
  let release: (() => void)[] = [];

  document.addEventListener('pointerdown', (event) => {
    for (const element of hoverable(event.composedPath())) {
      const { hoverStartTime, hoverStayTime } = options.get(element) ?? {};
      const start = window.setTimeout(() => setPressed(element, true), hoverStartTime);
      release.push(() => {
        // A quick tap can end before the pressed state begins, which is then shown for its stay time anyway.
        window.clearTimeout(start);
        setPressed(element, true);
        window.setTimeout(() => setPressed(element, false), hoverStayTime);
      });
    }
  });
  for (const end of ['pointerup', 'pointercancel']) {
    document.addEventListener(end, () => {
      for (const each of release) each();
      release = [];
    });
  }
}

function hoverable(path: readonly EventTarget[]): HTMLElement[] {
  const elements: HTMLElement[] = [];
  for (const node of path) {
    const hover = options.get(node);
    if (hover === undefined || !(node instanceof HTMLElement) || node.hasAttribute('disabled')) continue;
    const hasLook = hover.hoverClass === '' ? node.matches('wx-button') : hover.hoverClass !== 'none';
    if (hasLook) elements.push(node);
    if (hasLook && hover.hoverStopPropagation) break;
  }
  return elements;
}

function setPressed(element: HTMLElement, pressed: boolean): void {
  const hoverClass = options.get(element)?.hoverClass ?? '';
  if (hoverClass === '') element.toggleAttribute('data-pressed', pressed);
  else {
    for (const name of hoverClass.split(/\s+/)) {
      frameworkElement(element)?.toggleNodeClass(name, pressed, TEMPORARY_CLASSES);
    }
  }
}
