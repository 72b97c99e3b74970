import { h } from './dom';
import type { Panel } from './panel';

export interface Tabs {
  readonly list: HTMLElement;
  readonly panels: readonly HTMLElement[];
  /** Shows how many things each panel has now. */
  refresh(): void;
}

/** Tabs as https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ describes them: arrows move and select. */
export function createTabs(panels: readonly Panel[], label: string): Tabs {
  const counts = panels.map(() => h('span', { class: 'count' }));
  const tabs = panels.map(({ id, title }, index) =>
    h(
      'button',
      {
        class: 'tab',
        attributes: { id: `tab-${id}`, role: 'tab', type: 'button', 'aria-controls': `panel-${id}` },
        on: { click: () => select(index) },
      },
      title,
      counts[index],
    ),
  );
  const regions = panels.map(({ id, element }) =>
    h(
      'div',
      {
        class: 'panel',
        attributes: { id: `panel-${id}`, role: 'tabpanel', 'aria-labelledby': `tab-${id}`, tabindex: '0' },
      },
      element,
    ),
  );
  const list = h('div', { class: 'tabs', attributes: { role: 'tablist', 'aria-label': label } }, ...tabs);
  const select = (chosen: number) => {
    for (const [index, tab] of tabs.entries()) {
      const isChosen = index === chosen;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      regions[index]?.toggleAttribute('hidden', !isChosen);
    }
  };
  list.addEventListener('keydown', (event) => {
    const current = tabs.indexOf(document.activeElement as HTMLButtonElement); // -1 for any other element
    const next = nextTab(event.key, current, tabs.length);
    if (current < 0 || next === undefined) return;
    event.preventDefault();
    select(next);
    tabs[next]?.focus();
  });
  select(0);
  return {
    list,
    panels: regions,
    refresh() {
      for (const [index, { count }] of panels.entries()) {
        const element = counts[index];
        const number = count?.() ?? 0;
        if (element !== undefined) element.textContent = number === 0 ? '' : String(number);
      }
    },
  };
}

function nextTab(key: string, current: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (current + 1) % count;
    case 'ArrowLeft':
      return (current + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
