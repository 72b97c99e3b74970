import { call } from './calling';
import { ask, dialogButton } from './dialog';

/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showModal.html */
interface ModalOptions {
  readonly title?: string;
  readonly content?: string;
  /** Default true. */
  readonly showCancel?: boolean;
  readonly cancelText?: string;
  readonly cancelColor?: string;
  readonly confirmText?: string;
  readonly confirmColor?: string;
}

interface ModalResult {
  readonly confirm: boolean;
  readonly cancel: boolean;
}

export const showModal = call('showModal', async (options: ModalOptions): Promise<ModalResult> => {
  const { title = '', content = '', showCancel = true, cancelText = '取消', confirmText = '确定' } = options;
  const confirm = await ask('modal', false, (dialog, answer) => {
    const heading = document.createElement('h2');
    heading.textContent = title;
    const text = document.createElement('p');
    text.textContent = content;
    const buttons = document.createElement('div');
    buttons.className = 'modal-buttons';
    if (showCancel) buttons.append(dialogButton(cancelText, options.cancelColor, () => answer(false)));
    buttons.append(dialogButton(confirmText, options.confirmColor ?? '#576b95', () => answer(true)));
    dialog.setAttribute('aria-label', title);
    dialog.append(heading, text, buttons);
  });
  return { confirm, cancel: !confirm };
});
