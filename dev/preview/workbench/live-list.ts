import { h } from './dom';

/** A list that grows while it is looked at. */
export interface LiveList {
  /** The list, or what stands in its place while it is empty. */
  readonly element: HTMLElement;
  readonly rows: HTMLElement;
  readonly empty: HTMLElement;
  /** Says something to screen readers alone. */
  say(text: string): void;
  /** Shows the rows if there are any. */
  refresh(): void;
}

export interface LiveListTexts {
  /** Names the list for screen readers. */
  readonly list: string;
  /** What an empty list says, and what it says about that. */
  readonly empty: string;
  readonly emptyMore: string;
}

/** @param name the class of the rows' element */
export function createLiveList(name: string, texts: LiveListTexts): LiveList {
  const rows = h('ul', { class: name, attributes: { 'aria-label': texts.list } });
  const lead = h('p', { class: 'empty-lead' }, texts.empty);
  const empty = h('div', { class: 'empty' }, lead, h('p', {}, texts.emptyMore));
  const news = h('div', { class: 'spoken', attributes: { role: 'status' } });
  const refresh = () => {
    const isEmpty = rows.childElementCount === 0;
    empty.hidden = !isEmpty;
    rows.hidden = isEmpty;
  };
  refresh();
  return {
    element: h('div', {}, news, empty, rows),
    rows,
    empty,
    say(text) {
      news.textContent = text;
    },
    refresh,
  };
}
