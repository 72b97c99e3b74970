import { CallFailed } from '../../../wx/answer';
import { call } from './calling';

/**
 * https://developers.weixin.qq.com/miniprogram/dev/api/device/clipboard/wx.setClipboardData.html
 * @param copied called after copying, for the toast that WeChat shows
 */
export function setClipboardData(copied: () => void) {
  return call('setClipboardData', ({ data }: { data: string }): object => {
    const fill = (event: ClipboardEvent) => {
      event.clipboardData?.setData('text/plain', data);
      event.preventDefault();
    };
    // navigator.clipboard is missing on insecure origins, such as plain http on the LAN.
    document.addEventListener('copy', fill, { once: true });
    const done = document.execCommand('copy');
    document.removeEventListener('copy', fill);
    if (!done) throw new CallFailed('the browser refused');
    copied();
    return {};
  });
}
