import type { NetworkStatus } from '../../../miniprogram/services/oss-upload/wx/contract';
import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import { CallFailed } from '../answer';
import { createSignal, type Signal } from '../signal';

export type NetworkType = 'wifi' | '4g' | 'none';

/** One run of the mini-program, from its start to its end, and what happens to it from outside. */
export interface Life {
  isAlive(): boolean;
  networkType(): NetworkType;
  readonly shown: Signal<void>;
  readonly hidden: Signal<void>;
  readonly networkChanged: Signal<NetworkStatus>;
  /**
   * Makes a call to the network, which the signal ends with the reason to fail with.
   * @throws CallFailed where none can begin: in the background, or without a network
   */
  onNetwork<Result>(call: (stop: AbortSignal) => Promise<Result>): Promise<Result>;
  /** How many calls to the network are in flight. */
  inFlight(): number;
  /** Ends it at once: connections are cut, no callback comes any more, nothing more is written. */
  kill(): void;
  /** Sends it to the background. Five seconds later, which is now, WeChat interrupts what runs, and lets nothing begin. */
  hide(): void;
  show(): void;
  /** A change ends all calls in flight, as in WeChat. */
  setNetwork(type: NetworkType): void;
}

export function createLife(network: NetworkType = 'wifi'): Life {
  let networkType = network;
  let alive = true;
  let inForeground = true;
  const [shown, hidden, networkChanged] = [createSignal<void>(), createSignal<void>(), createSignal<NetworkStatus>()];
  const running = new Set<AbortController>();
  const stopAll = (failure: CallFailed) => {
    for (const call of running) call.abort(failure);
  };
  const interrupted = () => new CallFailed('interrupted', ERRNO.interrupted);

  return {
    isAlive: () => alive,
    networkType: () => networkType,
    shown,
    hidden,
    networkChanged,
    async onNetwork(call) {
      if (!inForeground) throw interrupted();
      if (networkType === 'none') {
        throw new CallFailed('error_msg:net::ERR_INTERNET_DISCONNECTED', ERRNO.networkNamed);
      }
      const controller = new AbortController();
      running.add(controller);
      try {
        return await call(controller.signal);
      } finally {
        running.delete(controller);
      }
    },
    inFlight: () => running.size,
    kill() {
      alive = false;
      stopAll(new CallFailed('killed'));
    },
    hide() {
      inForeground = false;
      hidden.emit();
      stopAll(interrupted());
    },
    show() {
      inForeground = true;
      shown.emit();
    },
    setNetwork(type) {
      networkType = type;
      stopAll(new CallFailed('network change, cancel all task'));
      networkChanged.emit({ isConnected: type !== 'none', networkType: type });
    },
  };
}
