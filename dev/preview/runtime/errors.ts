import { addGlobalErrorListener } from 'glass-easel';
import { createSignal } from './signal';

/** Maximum number of lines in the banner, since a timer may throw on every tick. */
const MAX_LINES = 20;

/** Uncaught errors of the mini-program, for App.onError and wx.onError. */
export const uncaughtError = createSignal<string>();

/** Unhandled promise rejections of the mini-program, for wx.onUnhandledRejection. */
export const unhandledRejection = createSignal<{ reason: unknown; promise: Promise<unknown> }>();

/** Routes all uncaught errors to `reportError`: from the framework, timers, listeners and promises. */
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

/** Reports an error to the console, the banner and the mini-program's error listeners. */
export function reportError(error: unknown): void {
  console.error(error);
  const message = explain(describe(error));
  showBanner(message);
  uncaughtError.emit(message);
}

/** Shows a mistake that WeChat would not report to the mini-program as an error. */
export function showProblem(message: string): void {
  console.warn(message);
  showBanner(message);
}

function describe(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  if (typeof error === 'object' && error !== null && 'errMsg' in error) return String(error.errMsg);
  return String(error);
}

/** Explains a call of a `wx` function that the preview does not implement. */
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
