import { h } from './dom';

/** A control whose value can also change from outside. */
export interface Control<Value> {
  readonly element: HTMLElement;
  show(value: Value): void;
}

export interface Choice<Value> {
  readonly value: Value;
  readonly text: string;
}

/** Controls that show settings which may change from outside. */
export interface Bindings<Settings> {
  /** Keeps a control at what it shows of the settings. @returns its element */
  bind<Value>(control: Control<Value>, read: (settings: Settings) => Value): HTMLElement;
  show(settings: Settings): void;
}

export function createBindings<Settings>(): Bindings<Settings> {
  const shows: ((settings: Settings) => void)[] = [];
  return {
    bind(control, read) {
      shows.push((settings) => control.show(read(settings)));
      return control.element;
    },
    show(settings) {
      for (const show of shows) show(settings);
    },
  };
}

let controls = 0;

/** Some choices beside each other, one of which holds. */
export function segments<Value extends string | number>(
  legend: string,
  choices: readonly Choice<Value>[],
  changed: (value: Value) => void,
): Control<Value> {
  const name = `control-${++controls}`;
  const inputs = choices.map(({ value }) =>
    h('input', { attributes: { type: 'radio', name, value: String(value) }, on: { change: () => changed(value) } }),
  );
  const labels = choices.map(({ text }, index) => h('label', {}, inputs[index], h('span', {}, text)));
  return {
    element: h('fieldset', { class: 'control' }, h('legend', {}, legend), h('div', { class: 'segments' }, ...labels)),
    show(value) {
      for (const input of inputs) input.checked = input.value === String(value);
    },
  };
}

/** On or off. @param hint says what it does */
export function toggle(label: string, hint: string, changed: (on: boolean) => void): Control<boolean> {
  const id = `control-${++controls}`;
  const input = h('input', {
    attributes: { id, type: 'checkbox', role: 'switch', 'aria-describedby': `${id}-hint` },
    on: { change: () => changed(input.checked) },
  });
  return {
    element: h(
      'div',
      { class: 'control toggle' },
      h('label', { attributes: { for: id } }, label),
      h('p', { class: 'hint', attributes: { id: `${id}-hint` } }, hint),
      input,
    ),
    show(on) {
      input.checked = on;
    },
  };
}

export interface SliderRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value in words, beside the slider and for screen readers. */
  readonly describe: (value: number) => string;
}

export function slider(
  label: string,
  { min, max, step, describe }: SliderRange,
  changed: (value: number) => void,
): Control<number> {
  const id = `control-${++controls}`;
  const output = h('output', { attributes: { for: id } });
  const input = h('input', {
    attributes: { id, type: 'range', min: String(min), max: String(max), step: String(step) },
    on: {
      input: () => {
        showValue(input.valueAsNumber);
        changed(input.valueAsNumber);
      },
    },
  });
  const showValue = (value: number) => {
    output.textContent = describe(value);
    input.setAttribute('aria-valuetext', describe(value));
  };
  return {
    element: h('div', { class: 'control slider' }, h('label', { attributes: { for: id } }, label), input, output),
    show(value) {
      input.value = String(value);
      showValue(value);
    },
  };
}

/** @param describe the text of a value that comes from outside and is none of the choices. Default: the value itself */
export function select<Value extends string>(
  label: string,
  choices: readonly Choice<Value>[],
  changed: (value: Value) => void,
  describe: (value: Value) => string = (value) => value,
): Control<Value> {
  const id = `control-${++controls}`;
  const options = choices.map(({ value, text }) => h('option', { attributes: { value } }, text));
  const other = h('option', {});
  const input = h('select', { attributes: { id } }, ...options);
  input.addEventListener('change', () => {
    const chosen = choices[input.selectedIndex];
    if (chosen !== undefined) changed(chosen.value);
  });
  return {
    element: h('div', { class: 'control choice' }, h('label', { attributes: { for: id } }, label), input),
    show(value) {
      other.remove();
      if (!choices.some((choice) => choice.value === value)) {
        other.value = value;
        other.textContent = describe(value);
        input.append(other);
      }
      input.value = value;
    },
  };
}

export function button(text: string, pressed: () => void): HTMLButtonElement {
  return h('button', { class: 'button', attributes: { type: 'button' }, on: { click: pressed } }, text);
}

/** Controls that belong together. */
export function group(title: string, ...children: HTMLElement[]): HTMLElement {
  return h('section', { class: 'group' }, h('h2', {}, title), ...children);
}
