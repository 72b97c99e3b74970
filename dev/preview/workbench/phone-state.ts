import { DEFAULT_PHONE, PHONE_KEY, type PhoneSettings, readPhoneSettings } from '../phone-settings';

/** The settings of the phone, as the workbench changes them. */
export interface PhoneState {
  current(): PhoneSettings;
  set(change: Partial<PhoneSettings>): void;
  reset(): void;
  /** Calls the listener now, and after each change. */
  follow(listener: (settings: PhoneSettings) => void): void;
}

/** Writes the settings into the storage of the tab, from which the phone reads them. They outlive a reload, not the tab. */
export function createPhoneState(storage: Storage): PhoneState {
  // A page that is loaded anew is in front.
  let current: PhoneSettings = { ...readPhoneSettings(storage.getItem(PHONE_KEY)), inBackground: false };
  const listeners: ((settings: PhoneSettings) => void)[] = [];
  const set = (change: Partial<PhoneSettings>) => {
    current = { ...current, ...change };
    storage.setItem(PHONE_KEY, JSON.stringify(current));
    for (const listener of listeners) listener(current);
  };
  set({});
  return {
    current: () => current,
    set,
    reset: () => set(DEFAULT_PHONE),
    follow(listener) {
      listeners.push(listener);
      listener(current);
    },
  };
}
