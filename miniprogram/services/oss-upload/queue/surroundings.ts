import type { NetworkStatus, WxApi } from '../wx/contract';

/** What uploads depend on besides themselves: they run in the foreground, and where there is a network. */
export interface Surroundings {
  readonly shown: boolean;
  readonly online: boolean;
  /** Tells of every change, also from one network to another. What it returns ends that. */
  watch(listener: () => void): () => void;
}

export type SurroundingsApi = Pick<
  WxApi,
  | 'onAppShow'
  | 'offAppShow'
  | 'onAppHide'
  | 'offAppHide'
  | 'onNetworkStatusChange'
  | 'offNetworkStatusChange'
  | 'getNetworkType'
>;

/** Shown and online until `wx` says otherwise. It is listened to for as long as someone watches. */
export function createSurroundings(api: SurroundingsApi = wx): Surroundings {
  const listeners = new Set<() => void>();
  let shown = true;
  let online = true;

  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const onAppHide = () => {
    shown = false;
    tell();
  };
  const onAppShow = () => {
    shown = true;
    // What changed in the background went unheard.
    askNetwork();
    tell();
  };
  const onNetworkStatusChange = ({ isConnected = true }: NetworkStatus) => {
    online = isConnected;
    tell();
  };
  function askNetwork(): void {
    api.getNetworkType({
      success: ({ networkType }) => {
        const before = online;
        online = networkType !== 'none';
        if (online !== before) tell();
      },
      fail: () => {
        online = true; // uploads find out
      },
    });
  }

  return {
    get shown() {
      return shown;
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
