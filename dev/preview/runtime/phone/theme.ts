import type { Theme } from '../../mini-program';
import { createSignal, type Signal } from '../signal';

/** The system's theme, light or dark. */
export interface ThemeSource {
  current(): Theme;
  readonly changed: Signal<Theme>;
}

/** @param darkMode whether app.json declares `darkmode`; without it a mini-program is always light */
export function followTheme(window: Window, darkMode: boolean): ThemeSource {
  const query = window.matchMedia('(prefers-color-scheme: dark)');
  const current = (): Theme => (darkMode && query.matches ? 'dark' : 'light');
  const changed = createSignal<Theme>();
  if (darkMode) query.addEventListener('change', () => changed.emit(current()));
  return { current, changed };
}
