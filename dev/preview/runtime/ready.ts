import { Element, type GeneralComponent } from 'glass-easel';

/** Triggers the `ready` lifetime, which glass-easel leaves to its host. */
export interface ReadyQueue {
  /** Takes in a component that was just attached. It is ready when the change that brought it is done. */
  add(component: GeneralComponent): void;
  /** All that wait are ready now. */
  flush(): void;
}

export function createReadyQueue(): ReadyQueue {
  let waiting: GeneralComponent[] = [];
  const flush = () => {
    const ready = waiting.filter((component) => Element.isAttached(component));
    waiting = [];
    for (const component of ready) component.triggerLifetime('ready', []);
  };
  return {
    add(component) {
      if (waiting.length === 0) queueMicrotask(flush);
      waiting.push(component);
    },
    flush,
  };
}
