import { CurrentWindowBackendContext, type domlikeBackend, type Element } from 'glass-easel';
import { rpxToVw } from '../rpx';

/** Elements with a listener for a long press: a tap does not follow the press on these. */
const longPressed = new WeakSet<object>();

/** glass-easel's own way into the DOM, with WeChat's tags and lengths. Events come in through gestures.ts alone. */
export function createDomBackend(): CurrentWindowBackendContext {
  const backend = new CurrentWindowBackendContext();
  // glass-easel describes the DOM by types of its own; a DOM element is what they stand for.
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

/** A prefix keeps `button`, `image` or a component called `dialog` apart from what HTML means by them. */
function createElement(tag: string): HTMLElement {
  const element = document.createElement(`wx-${tag}`);
  const setAttribute = element.setAttribute.bind(element);
  element.setAttribute = (name, value) => setAttribute(name, name === 'style' ? rpxToVw(value) : value);
  return element;
}

export function listensToLongPress(element: EventTarget): boolean {
  return longPressed.has(element);
}

/** The framework's element behind a DOM node, if it has one. */
export function frameworkElement(node: EventTarget): Element | undefined {
  // glass-easel leaves its element there.
  return (node as { __wxElement?: Element }).__wxElement;
}
