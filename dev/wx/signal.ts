/** An event that `wx.onX` adds a listener to and `wx.offX` takes one off. */
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
