import type { NetworkStatus, WxApi } from '../wx/contract';

/** The conditions that uploads need: the foreground and a network. */
export interface Conditions {
  readonly foreground: boolean;
  readonly online: boolean;
  /** Calls the listener at every change, also from one network to another. @returns a function that stops it */
  watch(listener: () => void): () => void;
}

export type ConditionsApi = Pick<
  WxApi,
  | 'onAppShow'
  | 'offAppShow'
  | 'onAppHide'
  | 'offAppHide'
  | 'onNetworkStatusChange'
  | 'offNetworkStatusChange'
  | 'getNetworkType'
>;

/** In the foreground and online until `wx` says otherwise. Listens to `wx` while there is a listener. */
export function createConditions(api: ConditionsApi = wx): Conditions {
  const listeners = new Set<() => void>();
  let foreground = true;
  let online = true;

  const notify = () => {
    for (const listener of [...listeners]) listener();
  };
  const onAppHide = () => {
    foreground = false;
    notify();
  };
  const onAppShow = () => {
    foreground = true;
    // Changes in the background are not reported.
    askNetwork();
    notify();
  };
  const onNetworkStatusChange = ({ isConnected = true }: NetworkStatus) => {
    online = isConnected;
    notify();
  };
  function askNetwork(): void {
    api.getNetworkType({
      success: ({ networkType }) => {
        const before = online;
        online = networkType !== 'none';
        if (online !== before) notify();
      },
      fail: () => {
        online = true; // unknown: a try will show
      },
    });
  }

  return {
    get foreground() {
      return foreground;
    },
    get online() {
      return online;
    },
    watch(listener) {
      if (listeners.size === 0) {
        api.onAppShow(onAppShow);
        api.onAppHide(onAppHide);
        api.onNetworkStatusChange(onNetworkStatusChange);
      }
      listeners.add(listener);
      askNetwork();
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0) return;
        api.offAppShow(onAppShow);
        api.offAppHide(onAppHide);
        api.offNetworkStatusChange(onNetworkStatusChange);
      };
    },
  };
}
