import { CurrentWindowBackendContext, type domlikeBackend, type Element } from 'glass-easel';
import { rpxToVw } from '../rpx';

/** Elements with a long-press listener, on which a long press is not followed by a tap. */
const longPressed = new WeakSet<object>();

/** Creates glass-easel's DOM backend, adapted to WeChat's tags and lengths. Events come only from gestures.ts. */
export function createDomBackend(): CurrentWindowBackendContext {
  const backend = new CurrentWindowBackendContext();
  // glass-easel declares its own types for DOM elements.
  const toBackend = (node: Node) => node as unknown as domlikeBackend.Element;
  backend.document = {
    createElement: (tag) => toBackend(createElement(tag)),
    createTextNode: (text) => toBackend(document.createTextNode(text)),
    createDocumentFragment: () => toBackend(document.createDocumentFragment()),
  };
  backend.setListenerStats = (element, type) => {
    if (type === 'longpress') longPressed.add(element);
  };
  return backend;
}

/** Prefixes the tag, so that `button`, `image` or a component called `dialog` is not taken for the HTML element. */
function createElement(tag: string): HTMLElement {
  const element = document.createElement(`wx-${tag}`);
  const setAttribute = element.setAttribute.bind(element);
  element.setAttribute = (name, value) => setAttribute(name, name === 'style' ? rpxToVw(value) : value);
  return element;
}

export function listensToLongPress(element: EventTarget): boolean {
  return longPressed.has(element);
}

/** Returns the glass-easel element of a DOM node, if it has one. */
export function frameworkElement(node: EventTarget): Element | undefined {
  // glass-easel sets this property.
  return (node as { __wxElement?: Element }).__wxElement;
}
