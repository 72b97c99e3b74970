import { CallFailed } from '../../../wx/answer';
import { copyText } from '../../copy-text';
import { call } from './calling';

/**
 * https://developers.weixin.qq.com/miniprogram/dev/api/device/clipboard/wx.setClipboardData.html
 * @param copied called after copying, for the toast that WeChat shows
 */
export function setClipboardData(copied: () => void) {
  return call('setClipboardData', ({ data }: { data: string }): object => {
    if (!copyText(document, data)) throw new CallFailed('the browser refused');
    copied();
    return {};
  });
}
