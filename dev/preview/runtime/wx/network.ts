import type { PhoneSource } from '../phone/settings';
import { createSignal } from '../signal';
import { call } from './calling';

interface NetworkStatus {
  readonly isConnected: boolean;
  readonly networkType: string;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/device/network/wx.getNetworkType.html: only wifi or none here. */
export function networkCalls(window: Window, phone: PhoneSource) {
  const statusChanged = createSignal<NetworkStatus>();
  const isConnected = () => window.navigator.onLine && phone.current().network !== 'offline';
  const networkType = () => (isConnected() ? 'wifi' : 'none');
  let known = isConnected();
  const refresh = () => {
    if (isConnected() === known) return;
    known = isConnected();
    statusChanged.emit({ isConnected: known, networkType: networkType() });
  };
  for (const event of ['online', 'offline']) window.addEventListener(event, refresh);
  phone.changed.on(refresh);
  return {
    getNetworkType: call('getNetworkType', () => ({ networkType: networkType() })),
    onNetworkStatusChange: statusChanged.on,
    offNetworkStatusChange: statusChanged.off,
  };
}
