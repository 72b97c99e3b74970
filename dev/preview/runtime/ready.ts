import { Element, type GeneralComponent } from 'glass-easel';

/** Triggers the `ready` lifetime, which glass-easel leaves to its host. */
export interface ReadyQueue {
  /** Adds a component that was just attached. It becomes ready once the change that attached it is complete. */
  add(component: GeneralComponent): void;
  /** Triggers `ready` on all components in the queue. */
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
