import { callWx } from '../errors/wx-call';
import type { NetworkStatus, WxApi } from '../wx/contract';
import type { Timer } from '../wx/timer';

/** The conditions that uploads need: the foreground and a network. */
export interface Conditions {
  readonly foreground: boolean;
  readonly online: boolean;
  /** Calls the one listener at every change, also from one network to another. @returns a function that stops it */
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

/** In milliseconds: an event that says "offline" can be false, and the one that corrects it may never come. */
const ASK_AGAIN = 10_000;

/** In the foreground and online until `wx` says otherwise. */
export function createConditions(api: ConditionsApi, timer: Timer): Conditions {
  let foreground = true;
  let online = true;
  let notify = () => {};
  let stopAsking = () => {};
  let isWatched = false;
  let changesSoFar = 0;

  const onAppHide = () => {
    foreground = false;
    notify();
  };
  const onAppShow = () => {
    foreground = true;
    void askNetwork(); // changes in the background are not reported
    notify();
  };
  const onNetworkStatusChange = ({ isConnected = true }: NetworkStatus) => {
    changesSoFar++;
    noteOnline(isConnected);
    notify();
  };

  function noteOnline(isOnline: boolean): void {
    online = isOnline;
    stopAsking();
    stopAsking = online || !isWatched ? () => {} : timer(ASK_AGAIN, () => void askNetwork());
  }

  async function askNetwork(): Promise<void> {
    const before = online;
    const changesBefore = changesSoFar;
    const answer = await callWx<{ networkType: string }>(
      { name: 'getNetworkType', otherwise: 'network', timeout: ASK_AGAIN, timer },
      (callbacks) => api.getNetworkType(callbacks),
    ).catch(() => undefined);
    if (changesSoFar !== changesBefore) return; // the answer is older than what was reported meanwhile
    // Where it cannot be known a try will show.
    noteOnline(answer?.networkType !== 'none');
    if (online !== before && isWatched) notify();
  }

  return {
    get foreground() {
      return foreground;
    },
    get online() {
      return online;
    },
    watch(listener) {
      notify = listener;
      isWatched = true;
      api.onAppShow(onAppShow);
      api.onAppHide(onAppHide);
      api.onNetworkStatusChange(onNetworkStatusChange);
      void askNetwork();
      return () => {
        isWatched = false;
        notify = () => {};
        stopAsking();
        api.offAppShow(onAppShow);
        api.offAppHide(onAppHide);
        api.offNetworkStatusChange(onNetworkStatusChange);
      };
    },
  };
}
