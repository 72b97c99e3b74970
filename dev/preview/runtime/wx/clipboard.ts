import { CallFailed } from '../../../wx/answer';
import { call } from './calling';

/**
 * https://developers.weixin.qq.com/miniprogram/dev/api/device/clipboard/wx.setClipboardData.html
 * @param copied WeChat tells its user that something was copied
 */
export function setClipboardData(copied: () => void) {
  return call('setClipboardData', ({ data }: { data: string }): object => {
    const fill = (event: ClipboardEvent) => {
      event.clipboardData?.setData('text/plain', data);
      event.preventDefault();
    };
    // navigator.clipboard is missing where the preview is opened over plain http in the LAN.
    document.addEventListener('copy', fill, { once: true });
    const done = document.execCommand('copy');
    document.removeEventListener('copy', fill);
    if (!done) throw new CallFailed('the browser refused');
    copied();
    return {};
  });
}
