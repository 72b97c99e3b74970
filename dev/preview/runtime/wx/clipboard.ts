import { CallFailed } from '../../../wx/answer';
import { copyText } from '../../copy-text';
import { refusePrivacy } from '../phone/privacy';
import type { PhoneSource } from '../phone/settings';
import { call } from './calling';

/**
 * https://developers.weixin.qq.com/miniprogram/dev/api/device/clipboard/wx.setClipboardData.html
 * @param copied called after copying, for the toast that WeChat shows
 */
export function setClipboardData(phone: PhoneSource, copied: () => void) {
  return call('setClipboardData', ({ data }: { data: string }): object => {
    refusePrivacy(phone);
    if (!copyText(document, data)) throw new CallFailed('the browser refused');
    copied();
    return {};
  });
}
