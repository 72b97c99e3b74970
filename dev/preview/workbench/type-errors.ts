import type { WorkbenchEvent } from '../workbench-protocol';
import { h } from './dom';
import { words } from './words';

/** The type errors of the mini-program, which runs all the same. Hidden while there are none. */
export function createTypeErrors(): { readonly element: HTMLElement; receive(event: WorkbenchEvent): void } {
  const summary = h('summary', {});
  const list = h('ul', {});
  const details = h('details', { class: 'type-errors' }, summary, list);
  details.hidden = true;
  const element = h('div', { attributes: { role: 'status' } }, details);
  return {
    element,
    receive(event) {
      if (event.kind !== 'start' && event.kind !== 'types') return;
      const { typeErrors } = event;
      details.hidden = typeErrors.length === 0;
      summary.textContent = words.typeErrors(typeErrors.length);
      list.replaceChildren(...typeErrors.map((error) => h('li', {}, h('code', {}, error))));
    },
  };
}
