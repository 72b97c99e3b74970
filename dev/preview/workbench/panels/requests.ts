import { copyText } from '../../copy-text';
import { h } from '../dom';
import { createLiveList } from '../live-list';
import type { Panel } from '../panel';
import { formAsCurl, requestAsCurl } from '../requests/curl';
import { createRequestRow, type Entry, type RequestRow } from '../requests/request-row';
import { words } from '../words';

/** How many rows the list has at most. */
const MAX_ROWS = 200;

/** How long a button says what it did, in milliseconds. */
const NOTE_TIME = 2000;

const { requests: text } = words;

/** Requests for policies, and forms: live, newest first. */
export function createRequestsPanel(): Panel {
  const list = createLiveList('requests', text);
  /** Newest first, as in the list. */
  let rows: (RequestRow & { readonly id: string })[] = [];
  let ossUrl = '';
  let policyUrl: string | undefined;

  const curlOf = ({ kind, record }: Entry) =>
    kind === 'form' ? formAsCurl(record, ossUrl, policyUrl) : requestAsCurl(record);
  const copyButton = (entry: () => Entry) => {
    const button = h('button', { class: 'button', attributes: { type: 'button' } }, text.copy);
    button.addEventListener('click', () => {
      const note = copyText(document, curlOf(entry())) ? words.copied : words.notCopied;
      button.textContent = note;
      list.say(note);
      window.setTimeout(() => {
        button.textContent = text.copy;
      }, NOTE_TIME);
    });
    return button;
  };
  const show = (entry: Entry) => {
    const { kind, record } = entry;
    if (kind === 'request' && record.outcome.kind === 'answered' && record.outcome.policy) policyUrl = record.url;
    const known = rows.find(({ id }) => id === record.id);
    if (known !== undefined) return known.show(entry);
    const row = { ...createRequestRow(entry, copyButton), id: record.id };
    row.show(entry);
    const place = rows.findIndex(({ at }) => at <= row.at);
    const index = place < 0 ? rows.length : place;
    list.rows.insertBefore(row.element, rows[index]?.element ?? null);
    rows.splice(index, 0, row);
    for (const old of rows.splice(MAX_ROWS)) old.element.remove();
  };
  return {
    id: 'requests',
    title: text.title,
    element: list.element,
    count: () => rows.length,
    receive(event) {
      if (event.kind === 'start') {
        ossUrl = event.ossUrl ?? '';
        // Rows that stay are only brought up to date: what is open stays open.
        const ids = new Set([...event.requests, ...event.forms].map(({ id }) => id));
        for (const { id, element } of rows) if (!ids.has(id)) element.remove();
        rows = rows.filter(({ id }) => ids.has(id));
        for (const record of event.requests) show({ kind: 'request', record });
        for (const record of event.forms) show({ kind: 'form', record });
      } else if (event.kind === 'form') show({ kind: 'form', record: event.form });
      else if (event.kind === 'request') show({ kind: 'request', record: event.request });
      list.refresh();
    },
  };
}
