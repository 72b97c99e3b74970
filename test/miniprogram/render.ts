import path from 'node:path';
import simulate, { type Rendered } from 'miniprogram-simulate';
import { settled } from '../scripted-wx';

const rootPath = path.join(__dirname, '../../miniprogram');

/** miniprogram-simulate loads a path only once. */
const ids = new Map<string, string>();

/** Renders a page or component by its path below `miniprogram/`, without extension, and puts it on the screen. */
export function render(name: string, properties?: Record<string, unknown>): Rendered {
  const id = ids.get(name) ?? simulate.load(path.join(rootPath, name), 'main', { rootPath });
  ids.set(name, id);
  const rendered = simulate.render(id, properties);
  rendered.attach(document.body.appendChild(document.createElement('div')));
  return rendered;
}

/** The text that a person sees in an element, or `undefined` where there is none. */
export function textIn(within: Rendered | undefined, selector: string): string | undefined {
  return within?.querySelector(selector)?.dom.textContent?.trim();
}

/** Taps, and lets the page react. @throws Error where there is nothing to tap */
export async function tap(within: Rendered | undefined, selector: string): Promise<void> {
  const element = within?.querySelector(selector);
  if (!element) throw new Error(`Expected something to tap at ${selector}.`);
  element.dispatchEvent('tap');
  await settled();
}
