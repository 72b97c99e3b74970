import type { WindowSize } from '../open-page';
import { createSignal, type Signal } from '../signal';

/** Emits the size of the page's window whenever the phone becomes another one: wider, narrower, turned. */
export function followSize(window: Window, size: () => WindowSize): Signal<WindowSize> {
  const resized = createSignal<WindowSize>();
  window.addEventListener('resize', () => {
    const { windowWidth, windowHeight } = size();
    resized.emit({ windowWidth, windowHeight });
  });
  return resized;
}
