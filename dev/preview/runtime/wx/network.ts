import { createSignal } from '../signal';
import { call } from './calling';

interface NetworkStatus {
  readonly isConnected: boolean;
  readonly networkType: string;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/device/network/wx.getNetworkType.html: only wifi or none here. */
export function networkCalls(window: Window) {
  const statusChanged = createSignal<NetworkStatus>();
  const networkType = () => (window.navigator.onLine ? 'wifi' : 'none');
  for (const event of ['online', 'offline']) {
    window.addEventListener(event, () => {
      statusChanged.emit({ isConnected: window.navigator.onLine, networkType: networkType() });
    });
  }
  return {
    getNetworkType: call('getNetworkType', () => ({ networkType: networkType() })),
    onNetworkStatusChange: statusChanged.on,
    offNetworkStatusChange: statusChanged.off,
  };
}
