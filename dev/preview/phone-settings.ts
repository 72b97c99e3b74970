/** What a developer sets on the phone in the workbench. The workbench writes it, the phone reads it: both share the tab's storage. */
export interface PhoneSettings {
  readonly network: 'full' | 'slow' | 'slower' | 'offline';
  readonly inBackground: boolean;
  readonly privacyRefused: boolean;
  readonly albumRefused: boolean;
  readonly storageFull: boolean;
  /** As wx.getAppBaseInfo names it; `system` for the browser's. */
  readonly language: 'system' | 'zh_CN' | 'zh_HK' | 'zh_TW' | 'en';
  /** In px. */
  readonly fontSize: number;
  readonly theme: 'system' | 'light' | 'dark';
  /** In px. */
  readonly width: number;
  /** A status bar with a notch above, and a home indicator below. */
  readonly safeAreas: boolean;
}

export const DEFAULT_PHONE: PhoneSettings = {
  network: 'full',
  inBackground: false,
  privacyRefused: false,
  albumRefused: false,
  storageFull: false,
  language: 'system',
  fontSize: 16,
  theme: 'system',
  width: 375,
  safeAreas: false,
};

/** In sessionStorage. */
export const PHONE_KEY = 'preview:phone';

/** Bytes a second of the phone's uplink, and the time that a request takes longer, in milliseconds. */
export const LINKS: Readonly<
  Record<PhoneSettings['network'], { readonly bandwidth: number; readonly latency: number }>
> = {
  full: { bandwidth: Number.POSITIVE_INFINITY, latency: 0 },
  slow: { bandwidth: 100_000, latency: 300 },
  slower: { bandwidth: 20_000, latency: 1000 },
  offline: { bandwidth: Number.POSITIVE_INFINITY, latency: 0 },
};

/** Heights of a screen of this width, in px. */
export const SCREENS: Readonly<Record<number, number>> = { 320: 568, 375: 812, 390: 844, 430: 932, 768: 1024 };

/** In px, as on a phone with a notch. */
export const SAFE_AREAS = { top: 47, bottom: 34 } as const;

/** @param text what the storage holds */
export function readPhoneSettings(text: string | null): PhoneSettings {
  // Written by the workbench alone.
  return { ...DEFAULT_PHONE, ...(text === null ? {} : (JSON.parse(text) as Partial<PhoneSettings>)) };
}
