import { ERRNO } from '../../../../miniprogram/services/oss-upload/wx/errno';
import { CallFailed } from '../../../wx/answer';
import type { PhoneSource } from './settings';

/**
 * Fails a call that needs the user's consent, where that is refused.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */
export function refusePrivacy(phone: PhoneSource): void {
  if (!phone.current().privacyRefused) return;
  throw new CallFailed('privacy permission is not authorized', ERRNO.privacyRefused);
}
