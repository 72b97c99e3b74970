import { addGlobalErrorListener } from 'glass-easel';
import { createSignal } from './signal';

/** How many lines the banner keeps: an error may come with every tick of a timer. */
const MAX_LINES = 20;

/** Every error that the mini-program left uncaught, for App.onError and wx.onError. */
export const uncaughtError = createSignal<string>();

/** Every promise that the mini-program left rejected, for wx.onUnhandledRejection. */
export const unhandledRejection = createSignal<{ reason: unknown; promise: Promise<unknown> }>();

/** Brings all uncaught errors to `reportError`: from the page's framework, timers, listeners and promises. */
export function catchUncaughtErrors(window: Window): void {
  addGlobalErrorListener((error) => {
    reportError(error);
    return false;
  });
  window.addEventListener('error', ({ error, message }) => reportError(error ?? message));
  window.addEventListener('unhandledrejection', ({ reason, promise }) => {
    unhandledRejection.emit({ reason, promise });
    reportError(reason);
  });
}

/** The one way out for an error: the console, a banner, and the mini-program's own error listeners. */
export function reportError(error: unknown): void {
  console.error(error);
  const message = explain(describe(error));
  showBanner(message);
  uncaughtError.emit(message);
}

function describe(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  if (typeof error === 'object' && error !== null && 'errMsg' in error) return String(error.errMsg);
  return String(error);
}

/** Calling what the preview lacks is no fault of the mini-program, and says so. */
function explain(message: string): string {
  const [, name] = /\bwx\.(\w+) is not a function/.exec(message) ?? [];
  return name === undefined ? message : `wx.${name} is not in the preview: add it in dev/preview/runtime/wx/`;
}

function showBanner(message: string): void {
  const shown = document.querySelector('.preview-error');
  const banner = shown ?? document.createElement('pre');
  if (shown === null) {
    banner.className = 'preview-error';
    banner.setAttribute('data-preview-error', '');
    banner.setAttribute('role', 'alert');
    banner.addEventListener('click', () => banner.remove());
    document.body.append(banner);
  }
  const lines = [...(banner.textContent ?? '').split('\n'), message].filter((line) => line !== '');
  banner.textContent = lines.slice(-MAX_LINES).join('\n');
}
