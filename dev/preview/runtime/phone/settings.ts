import { PHONE_KEY, type PhoneSettings, readPhoneSettings } from '../../phone-settings';
import { createSignal, type Signal } from '../signal';

/** What the workbench sets on this phone. */
export interface PhoneSource {
  current(): PhoneSettings;
  readonly changed: Signal<PhoneSettings>;
}

/** Follows the settings, which the page around the phone writes into the storage of the tab. */
export function followPhone(window: Window): PhoneSource {
  const { sessionStorage } = window;
  let current = readPhoneSettings(sessionStorage.getItem(PHONE_KEY));
  const changed = createSignal<PhoneSettings>();
  window.addEventListener('storage', ({ key, newValue, storageArea }) => {
    if (key !== PHONE_KEY || storageArea !== sessionStorage) return;
    current = readPhoneSettings(newValue);
    changed.emit(current);
  });
  return { current: () => current, changed };
}
