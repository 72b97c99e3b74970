import type { FormRecord } from '../../../oss/form-log/form-record';
import type { RequestRecord } from '../../workbench-protocol';
import { h, spoken } from '../dom';
import { formatDuration, formatTime } from '../format';
import { words } from '../words';
import { adviseOnForm, adviseOnRequest } from './advice';
import { formDetails } from './form-details';
import { requestDetails } from './request-details';

const { requests: text } = words;

/** What the list shows: a form that was posted to OSS, or a request of the mini-program to its backend. */
export type Entry =
  | { readonly kind: 'form'; readonly record: FormRecord }
  | { readonly kind: 'request'; readonly record: RequestRecord };

export interface RequestRow {
  readonly element: HTMLElement;
  readonly at: string;
  show(entry: Entry): void;
}

type State = keyof typeof text.marks;

const SIGNS: Readonly<Record<State, string>> = { good: '✓', bad: '✗', waiting: '…', warning: '!' };

/** @param copyButton makes the button that copies the entry */
export function createRequestRow(first: Entry, copyButton: (entry: () => Entry) => HTMLElement): RequestRow {
  let entry = first;
  const summary = h('summary', {});
  const body = h('div', { class: 'request-body' });
  const details = h('details', {}, summary, body);
  const element = h('li', { class: 'request' }, details);
  const copy = copyButton(() => entry);
  // Only what is open is made: a list of a hundred forms has thousands of cells.
  const showBody = () => {
    const shown = entry.kind === 'form' ? formDetails(entry.record) : requestDetails(entry.record);
    body.replaceChildren(...(details.open ? [...shown, copy] : []));
  };
  details.addEventListener('toggle', showBody);
  return {
    element,
    at: first.record.at,
    show(next) {
      entry = next;
      const { state, title, result, advice } = look(entry);
      element.dataset['state'] = state;
      summary.replaceChildren(
        h('span', { class: 'sign', attributes: { 'aria-hidden': 'true' } }, SIGNS[state]),
        spoken(`${text.marks[state]}: `),
        h('span', { class: 'request-kind' }, entry.kind === 'form' ? text.form : text.request),
        h('code', { class: 'request-title' }, title),
        h('span', { class: 'request-result' }, result),
        h('time', { attributes: { datetime: entry.record.at } }, formatTime(entry.record.at)),
        ...(advice === undefined ? [] : [h('span', { class: 'advice' }, advice)]),
      );
      if (details.open) showBody();
    },
  };
}

interface Look {
  readonly state: State;
  readonly title: string;
  readonly result: string;
  readonly advice: string | undefined;
}

function look({ kind, record }: Entry): Look {
  return kind === 'form' ? lookOfForm(record) : lookOfRequest(record);
}

function lookOfForm(form: FormRecord): Look {
  const { outcome, fields, fault } = form;
  const title = fields.find(({ name }) => name.toLowerCase() === 'key')?.value ?? '';
  const advice = adviseOnForm(form);
  if (outcome.kind === 'receiving') return { state: 'waiting', title, result: text.receiving, advice };
  const took = formatDuration(outcome.took);
  if (outcome.kind === 'withheld') return { state: 'warning', title, result: text.noAnswer, advice };
  const isGood = outcome.code === undefined && !outcome.foreign;
  const state = fault !== undefined ? 'warning' : isGood ? 'good' : 'bad';
  return { state, title, result: `${outcome.status} · ${took}`, advice };
}

function lookOfRequest(request: RequestRecord): Look {
  const { outcome, method, url } = request;
  const title = `${method} ${URL.canParse(url) ? new URL(url).pathname : url}`;
  const advice = adviseOnRequest(request);
  if (outcome.kind === 'waiting') return { state: 'waiting', title, result: text.waiting, advice };
  const took = formatDuration(outcome.took);
  if (outcome.kind === 'failed') return { state: 'bad', title, result: text.noAnswer, advice };
  return { state: advice === undefined ? 'good' : 'bad', title, result: `${outcome.status} · ${took}`, advice };
}
