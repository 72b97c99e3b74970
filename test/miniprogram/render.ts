import path from 'node:path';
import simulate, { type Rendered } from 'miniprogram-simulate';
import { settled } from '../scripted-wx';

const rootPath = path.join(__dirname, '../../miniprogram');

/** Cached, because miniprogram-simulate loads a path only once. */
const ids = new Map<string, string>();

/** Renders a page or component by its path below `miniprogram/`, without extension, and attaches it. */
export function render(name: string, properties?: Record<string, unknown>): Rendered {
  return attach(simulate.render(load(name), properties));
}

/** Renders a page of the test's own that uses components, by their paths below `miniprogram/`, and attaches it. */
export function renderPage(template: string, components: Record<string, string>, definition: object): Rendered {
  const usingComponents = Object.fromEntries(Object.entries(components).map(([tag, name]) => [tag, load(name)]));
  return attach(simulate.render(simulate.load({ template, usingComponents, ...definition })));
}

function load(name: string): string {
  const id = ids.get(name) ?? simulate.load(path.join(rootPath, name), 'main', { rootPath });
  ids.set(name, id);
  return id;
}

function attach(rendered: Rendered): Rendered {
  rendered.attach(document.body.appendChild(document.createElement('div')));
  return rendered;
}

/** Returns the visible text of an element, or undefined if there is no such element. */
export function textIn(within: Rendered | undefined, selector: string): string | undefined {
  return within?.querySelector(selector)?.dom.textContent?.trim();
}

/** Taps an element and waits for the page to react. @throws Error if there is no such element */
export async function tap(within: Rendered | undefined, selector: string): Promise<void> {
  const element = within?.querySelector(selector);
  if (!element) throw new Error(`Expected something to tap at ${selector}.`);
  element.dispatchEvent('tap');
  await settled();
}
