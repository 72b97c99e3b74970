import { FAULT_KINDS, type FaultKind, type Faults, NO_FAULTS } from '../../../oss/faults/faults';
import { readFaults } from '../../../oss/faults/read-faults';
import { writeFaults } from '../../../oss/faults/write-faults';
import { copyText } from '../../copy-text';
import { type Bindings, button, createBindings, group, select, slider, toggle } from '../controls';
import { h } from '../dom';
import { formatDuration } from '../format';
import type { Panel } from '../panel';
import { words } from '../words';

const { faults: text } = words;

/** How long a slider may be on its way before its value is sent, in milliseconds. */
const SETTLE = 120;

/** The rate of a fault that is switched on, if the others leave room for it. */
const USUAL_RATE = 0.5;

const BANDWIDTHS = ['', '2m', '500k', '100k', '20k'].map((value) => ({ value, text: text.bandwidths(value) }));

/** How the local OSS makes uploads fail. Each change takes effect at once. */
export function createFaultsPanel(): Panel {
  let current: Faults = NO_FAULTS;
  let timer: number | undefined;
  const controls = createBindings<Faults>();
  const line = h('code', {});
  const status = h('p', { class: 'hint', attributes: { role: 'status' } });

  const show = (faults: Faults) => {
    current = faults;
    const list = writeFaults(faults);
    line.textContent = list === '' ? text.none : `npm start -- --faults ${list}`;
    copy.disabled = list === '';
    controls.show(faults);
  };
  const change = (more: Partial<Faults>) => {
    status.textContent = '';
    show({ ...current, ...more });
    window.clearTimeout(timer);
    timer = window.setTimeout(async () => {
      timer = undefined;
      const refusal = await send(writeFaults(current));
      if (refusal !== undefined) status.textContent = refusal;
    }, SETTLE);
  };
  const setRate = (kind: FaultKind, rate: number) => {
    const others = FAULT_KINDS.reduce((sum, other) => sum + (other === kind ? 0 : (current.rates[other] ?? 0)), 0);
    // All rates together are 1 at most. In hundredths, because 0.7 + 0.3 is not 1 everywhere.
    const room = Math.round((1 - others) * 100) / 100;
    change({ rates: { ...current.rates, [kind]: Math.min(rate, room) } });
    if (rate > 0 && room <= 0) status.textContent = text.noRoom;
  };
  const copy = button(text.copy, () => {
    status.textContent = copyText(document, `--faults ${writeFaults(current)}`) ? words.copied : words.notCopied;
  });
  const latency = slider(
    text.latency,
    { min: 0, max: 5000, step: 100, describe: (value) => (value === 0 ? text.noLatency : formatDuration(value)) },
    (value) => change({ latency: value }),
  );
  const bandwidth = select(
    text.bandwidth,
    BANDWIDTHS,
    (value) => change({ bandwidth: value === '' ? NO_FAULTS.bandwidth : readFaults(`bandwidth=${value}`).bandwidth }),
    text.bandwidths,
  );
  const elements = [
    group(
      text.line,
      h('p', { class: 'line' }, line),
      h(
        'div',
        { class: 'buttons' },
        copy,
        button(text.clear, () => change(NO_FAULTS)),
      ),
      status,
    ),
    group(
      text.speed,
      controls.bind(latency, (faults) => faults.latency),
      controls.bind(bandwidth, (faults) =>
        writeFaults({ ...NO_FAULTS, bandwidth: faults.bandwidth }).replace('bandwidth=', ''),
      ),
    ),
    group(
      text.kinds,
      h('p', { class: 'hint' }, text.kindsHint),
      ...FAULT_KINDS.map((kind) => faultControl(kind, setRate, controls)),
    ),
  ];
  const content = h('div', {}, ...elements);
  const missing = h('div', { class: 'empty' }, h('p', {}, text.noOss));
  missing.hidden = true;
  show(current);
  return {
    id: 'faults',
    title: text.title,
    element: h('div', {}, missing, content),
    count: () => FAULT_KINDS.filter((kind) => (current.rates[kind] ?? 0) > 0).length,
    receive(event) {
      if (event.kind !== 'start' && event.kind !== 'faults') return;
      missing.hidden = event.faults !== undefined;
      content.hidden = event.faults === undefined;
      // What is on its way from here is newer.
      if (event.faults !== undefined && timer === undefined) show(readFaults(event.faults));
    },
  };
}

/** A switch, and a slider for the rate while it is on. */
function faultControl(
  kind: FaultKind,
  setRate: (kind: FaultKind, rate: number) => void,
  { bind }: Bindings<Faults>,
): HTMLElement {
  const rate = (faults: Faults) => faults.rates[kind] ?? 0;
  const range = { min: 0, max: 100, step: 5, describe: text.percent };
  const share = slider(text.rate(kind), range, (value) => setRate(kind, value / 100));
  const onOff = toggle(kind, text.hints[kind], (on) => setRate(kind, on ? USUAL_RATE : 0));
  const shareElement = bind(share, (faults) => Math.round(rate(faults) * 100));
  const fault = h(
    'div',
    { class: 'fault' },
    bind(onOff, (faults) => rate(faults) > 0),
    shareElement,
  );
  // Sliding down to 0 must not take the slider from under the finger.
  bind(
    {
      element: fault,
      show: (on: boolean) => (shareElement.hidden = !on && !shareElement.contains(document.activeElement)),
    },
    (faults) => rate(faults) > 0,
  );
  return fault;
}

/** @returns why the faults were refused; undefined where they were set */
async function send(faults: string): Promise<string | undefined> {
  try {
    const response = await fetch('/preview/faults', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults }),
    });
    return response.ok ? undefined : await response.text();
  } catch {
    return text.stopped;
  }
}
