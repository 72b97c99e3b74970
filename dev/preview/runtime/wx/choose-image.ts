import type { ChooseImageOptions, ChosenImages } from '../../../../miniprogram/services/oss-upload/wx/contract';
import { LIMITS } from '../../../../miniprogram/services/oss-upload/wx/limits';
import { CallFailed } from '../../../wx/answer';
import { refusePrivacy } from '../phone/privacy';
import type { PhoneSource } from '../phone/settings';
import { call } from './calling';
import type { FileRegistry } from './file-registry';

/**
 * Opens the browser's file picker. It has no limit on the number of files, so those beyond `count` are dropped.
 * https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.chooseImage.html
 */
export function chooseImage(files: FileRegistry, phone: PhoneSource) {
  return call('chooseImage', async (options: Partial<ChooseImageOptions>): Promise<ChosenImages> => {
    refusePrivacy(phone);
    if (phone.current().albumRefused) throw new CallFailed('system permission denied');
    const count = Math.min(options.count ?? LIMITS.picks, LIMITS.picks);
    const picked = await pickFiles(count > 1);
    const tempFiles = picked.slice(0, count).map((file) => ({ path: files.add(file), size: file.size }));
    return { tempFilePaths: tempFiles.map(({ path }) => path), tempFiles };
  });
}

function pickFiles(multiple: boolean): Promise<File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = 'image/*';
  input.multiple = multiple;
  input.hidden = true;
  // The browser may garbage-collect a waiting input that is not in the document.
  document.body.append(input);
  return new Promise<File[]>((resolve, reject) => {
    const cancel = () => reject(new CallFailed('cancel'));
    input.addEventListener('cancel', cancel);
    input.addEventListener('change', () => {
      const picked = [...(input.files ?? [])];
      if (picked.length > 0) resolve(picked);
      else cancel();
    });
    input.click();
  }).finally(() => input.remove());
}
