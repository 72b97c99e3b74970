import type { NetworkStatus } from '../../../miniprogram/services/oss-upload/wx/contract';
import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import { CallFailed } from '../answer';
import { createSignal, type Signal } from '../signal';

export type NetworkType = 'wifi' | '4g' | 'none';

/** One run of the mini-program and the system events that affect it: background, network changes, kill. */
export interface Life {
  isAlive(): boolean;
  networkType(): NetworkType;
  readonly shown: Signal<void>;
  readonly hidden: Signal<void>;
  readonly networkChanged: Signal<NetworkStatus>;
  /**
   * Runs a network call, whose signal aborts with the failure as its reason.
   * @throws CallFailed in the background or without a network
   */
  onNetwork<Result>(call: (stop: AbortSignal) => Promise<Result>): Promise<Result>;
  /** Number of network calls in flight. */
  inFlight(): number;
  /** Kills the mini-program: closes its connections, and suppresses all later callbacks and writes. */
  kill(): void;
  /** Sends it to the background. WeChat interrupts network calls after 5 s and rejects new ones; here this happens at once. */
  hide(): void;
  show(): void;
  /** Changes the network, which fails all calls in flight, as in WeChat. */
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
