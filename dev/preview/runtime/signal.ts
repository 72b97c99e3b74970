import { safeCallback } from 'glass-easel';

/** An event with listeners. */
export interface Signal<Value> {
  on(listener: (value: Value) => void): void;
  /** Without an argument removes all listeners, like WeChat's `off…` calls. */
  off(listener?: (value: Value) => void): void;
  emit(value: Value): void;
}

export function createSignal<Value>(): Signal<Value> {
  const listeners = new Set<(value: Value) => void>();
  return {
    on: (listener) => {
      listeners.add(listener);
    },
    off: (listener) => {
      if (listener === undefined) listeners.clear();
      else listeners.delete(listener);
    },
    emit: (value) => {
      // A listener that throws does not affect the others; its error is reported (see errors.ts).
      for (const listener of [...listeners]) safeCallback('listener', listener, undefined, [value]);
    },
  };
}
