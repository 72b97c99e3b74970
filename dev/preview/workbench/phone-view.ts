import { locksOf, PATIENCE, PHONE_LOCK } from '../phone-lock';
import { SCREENS } from '../phone-settings';
import { button } from './controls';
import { h } from './dom';
import type { PhoneState } from './phone-state';
import { words } from './words';

/** What the workbench does with the mini-program as a whole. */
export interface PhoneView {
  /** Ends the mini-program and starts it anew; what it stored is kept. */
  restart(): void;
  /** The same, and nothing that it stored is kept; unless it runs in another tab. */
  restartEmpty(): Promise<void>;
  /** @param seconds until it comes to the front again */
  sendToBackground(seconds: number): void;
}

/** The width of the phone's case on both sides, in px, and the room around it. */
const CASE = 20;
const MARGIN = 48;

/** Shows the phone as the settings say. */
export function createPhoneView(stage: HTMLElement, phone: HTMLElement, state: PhoneState): PhoneView {
  const frame = phone.querySelector('iframe');
  if (frame === null) throw new Error('Expected the phone to hold an iframe, found none.');
  let timer: number | undefined;
  const comeBack = () => {
    window.clearTimeout(timer);
    state.set({ inBackground: false });
  };
  const cover = h(
    'div',
    { class: 'cover' },
    h('p', { attributes: { role: 'status' } }, words.phone.inBackground),
    button(words.phone.comeBack, comeBack),
  );
  const notch = h('div', { class: 'notch', attributes: { 'aria-hidden': 'true' } });
  const indicator = h('div', { class: 'home-indicator', attributes: { 'aria-hidden': 'true' } });
  phone.append(cover, notch, indicator);

  const refit = () => {
    const { width } = state.current();
    const scale = Math.min(1, (stage.clientWidth - MARGIN) / (width + CASE));
    phone.style.setProperty('--width', `${width}px`);
    phone.style.setProperty('--height', `${SCREENS[width] ?? 812}px`);
    phone.style.setProperty('--scale', String(scale));
  };
  new ResizeObserver(refit).observe(stage);
  state.follow(({ theme, inBackground, safeAreas }) => {
    refit();
    // `prefers-color-scheme` inside an iframe is the color-scheme of the iframe itself: https://drafts.csswg.org/css-color-adjust-1/
    frame.style.colorScheme = theme === 'system' ? '' : theme;
    frame.inert = inBackground;
    cover.hidden = !inBackground;
    notch.hidden = !safeAreas;
    indicator.hidden = !safeAreas;
  });
  return {
    restart: () => frame.contentWindow?.location.reload(),
    async restartEmpty() {
      // Only what no document has open can be deleted.
      await load(frame, 'about:blank');
      const start = () => load(frame, '/app/');
      try {
        await alone(async () => {
          for (const key of Object.keys(localStorage)) if (key.startsWith('wx:')) localStorage.removeItem(key);
          await deleteDatabase('wx:user-files');
          await start();
        });
      } catch {
        await start(); // says that the phone is open in another tab
      }
    },
    sendToBackground(seconds) {
      state.set({ inBackground: true });
      window.clearTimeout(timer);
      timer = window.setTimeout(comeBack, seconds * 1000);
    },
  };
}

/** Does it while no mini-program runs. @throws DOMException where one runs in another tab */
async function alone(action: () => Promise<void>): Promise<void> {
  const locks = locksOf(window);
  if (locks === undefined) return action();
  await locks.request(PHONE_LOCK, { signal: AbortSignal.timeout(PATIENCE) }, action);
}

function load(frame: HTMLIFrameElement, address: string): Promise<void> {
  return new Promise((resolve) => {
    frame.addEventListener('load', () => resolve(), { once: true });
    frame.src = address;
  });
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}
