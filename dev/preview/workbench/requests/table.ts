import { type Child, h, spoken } from '../dom';
import { words } from '../words';

export type Mark = 'good' | 'bad' | 'unknown';

const SIGNS: Readonly<Record<Mark, string>> = { good: '✓', bad: '✗', unknown: '–' };

export function markOf(ok: boolean | undefined): Mark {
  return ok === undefined ? 'unknown' : ok ? 'good' : 'bad';
}

/** ✓, ✗ or –, and in words for screen readers. */
export function markElement(mark: Mark): HTMLElement {
  const sign = h('span', { attributes: { 'aria-hidden': 'true' } }, SIGNS[mark]);
  return h('span', { class: `mark mark-${mark}` }, sign, spoken(words.requests.condition[mark]));
}

export interface TableRow {
  readonly mark?: Mark;
  readonly cells: readonly Child[];
}

/** A table whose first cell of each row names it. */
export function table(caption: string, heads: readonly string[], rows: readonly TableRow[]): HTMLElement {
  const head = h('tr', {}, ...heads.map((text) => h('th', { attributes: { scope: 'col' } }, text)));
  const body = rows.map(({ mark, cells: [name, ...more] }) => {
    const first = h('th', { attributes: { scope: 'row' } }, mark && markElement(mark), h('span', {}, name));
    return h('tr', { class: mark === 'bad' ? 'failed' : '' }, first, ...more.map((cell) => h('td', {}, cell)));
  });
  return h(
    'table',
    {},
    h('caption', {}, caption),
    h('thead', heads.length === 0 ? { attributes: { hidden: '' } } : {}, head),
    h('tbody', {}, ...body),
  );
}

/** Names and values. A value that is undefined leaves its name out. */
export function facts(caption: string, pairs: readonly (readonly [string, string | undefined])[]): HTMLElement {
  const given = pairs.filter(([, value]) => value !== undefined && value !== '');
  return table(
    caption,
    [],
    given.map(([name, value]) => ({ cells: [name, code(value ?? '')] })),
  );
}

export function code(text: string): HTMLElement {
  return h('code', {}, text);
}
