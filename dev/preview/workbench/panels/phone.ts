import type { PhoneSettings } from '../../phone-settings';
import { button, type Control, createBindings, group, segments, select, slider, toggle } from '../controls';
import { h } from '../dom';
import type { Panel } from '../panel';
import type { PhoneState } from '../phone-state';
import type { PhoneView } from '../phone-view';
import { words } from '../words';

const { phone: text } = words;

/** How long the mini-program goes to the background, in seconds: calls under way survive the first, and fail in the second. */
const SHORT = 3;
const LONG = 10;

const WIDTHS = [320, 375, 390, 430, 768].map((value) => ({ value, text: String(value) }));

/** What happens to the phone, and how it looks. */
export function createPhonePanel(state: PhoneState, view: PhoneView): Panel {
  const controls = createBindings<PhoneSettings>();
  /** Keeps a control and a setting the same. */
  const bound = <Name extends keyof PhoneSettings>(
    name: Name,
    make: (changed: (value: PhoneSettings[Name]) => void) => Control<PhoneSettings[Name]>,
  ) =>
    controls.bind(
      make((value) => state.set({ [name]: value })),
      (settings) => settings[name],
    );
  const switched = (name: 'privacyRefused' | 'albumRefused' | 'storageFull' | 'safeAreas') =>
    bound(name, (changed) => toggle(text[name], text.hints[name], changed));
  const element = h(
    'div',
    {},
    group(
      text.network,
      bound('network', (changed) => segments(text.connection, text.networks, changed)),
      h('p', { class: 'hint' }, text.networkHint),
    ),
    group(
      text.life,
      h(
        'div',
        { class: 'buttons' },
        button(text.background(SHORT), () => view.sendToBackground(SHORT)),
        button(text.background(LONG), () => view.sendToBackground(LONG)),
        button(text.restart, view.restart),
        button(text.restartEmpty, () => void view.restartEmpty()),
      ),
      h('p', { class: 'hint' }, text.lifeHint),
    ),
    group(text.refusals, switched('privacyRefused'), switched('albumRefused'), switched('storageFull')),
    group(
      text.look,
      bound('width', (changed) => segments(text.width, WIDTHS, changed)),
      bound('theme', (changed) => segments(text.theme, text.themes, changed)),
      bound('fontSize', (changed) =>
        slider(text.fontSize, { min: 12, max: 28, step: 1, describe: text.pixels }, changed),
      ),
      bound('language', (changed) =>
        select(text.language, text.languages, (language) => {
          changed(language);
          view.restart(); // as WeChat does
        }),
      ),
      switched('safeAreas'),
    ),
    button(text.reset, () => {
      const { language } = state.current();
      state.reset();
      if (language !== state.current().language) view.restart();
    }),
  );
  state.follow(controls.show);
  return { id: 'phone', title: text.title, element };
}
