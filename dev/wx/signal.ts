/** An event with listeners, added by `wx.onX` and removed by `wx.offX`. */
export interface Signal<Event> {
  on(listener: (event: Event) => void): void;
  off(listener: (event: Event) => void): void;
  emit(event: Event): void;
}

export function createSignal<Event>(): Signal<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    on: (listener) => void listeners.add(listener),
    off: (listener) => void listeners.delete(listener),
    emit: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
  };
}
