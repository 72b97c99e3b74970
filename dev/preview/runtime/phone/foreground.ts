import type { PhoneSource } from './settings';

/** Calls the listener whenever the mini-program enters or leaves the foreground: by the browser's tab, or by the workbench. */
export function followForeground(document: Document, phone: PhoneSource, listener: (isInFront: boolean) => void): void {
  const isInFront = () => !document.hidden && !phone.current().inBackground;
  let known = isInFront();
  const refresh = () => {
    if (isInFront() === known) return;
    known = isInFront();
    listener(known);
  };
  document.addEventListener('visibilitychange', refresh);
  phone.changed.on(refresh);
}
