import { CallFailed } from '../../../wx/answer';
import { call } from './calling';
import { ask, dialogButton } from './dialog';

/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showActionSheet.html */
interface ActionSheetOptions {
  readonly itemList: readonly string[];
  readonly itemColor?: string;
  readonly alertText?: string;
}

export const showActionSheet = call('showActionSheet', async (options: ActionSheetOptions) => {
  const { itemList, itemColor, alertText } = options;
  const tapIndex = await ask<number | undefined>('action-sheet', undefined, (dialog, answer) => {
    if (alertText !== undefined) dialog.append(alertText);
    dialog.append(...itemList.map((item, index) => dialogButton(item, itemColor, () => answer(index))));
    dialog.append(dialogButton('取消', undefined, () => answer(undefined)));
  });
  if (tapIndex === undefined) throw new CallFailed('cancel');
  return { tapIndex };
});
