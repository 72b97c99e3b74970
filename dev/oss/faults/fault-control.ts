import { createListeners } from '../../listeners';
import type { Faults } from './faults';

/** Decides how uploads go wrong, and can change it while they do. */
export interface FaultControl {
  current(): Faults;
  /** From the next upload on; the sequence of faults begins anew. */
  set(faults: Faults): void;
  /** Calls the listener after each change. Returns a function that stops it. */
  onChange(listener: (faults: Faults) => void): () => void;
}

export function createFaultControl(first: Faults): FaultControl {
  let current = first;
  const listeners = createListeners<Faults>();
  return {
    current: () => current,
    set(faults) {
      current = faults;
      listeners.call(faults);
    },
    onChange: listeners.add,
  };
}
