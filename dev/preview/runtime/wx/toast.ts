import { call } from './calling';

/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showToast.html */
interface ToastOptions {
  readonly title: string;
  /** Default `success`. */
  readonly icon?: 'success' | 'error' | 'loading' | 'none';
  /** In milliseconds. Default 1500. */
  readonly duration?: number;
}

const ICONS = { success: '✓', error: '!', loading: '', none: '' } as const;

/** WeChat shows a toast or a loading indicator, never both: each replaces the other. */
export function toastCalls() {
  let toast: HTMLElement | undefined;
  let timer: number | undefined;
  const hide = (): object => {
    window.clearTimeout(timer);
    toast?.remove();
    return {};
  };
  const show = ({ title, icon = 'success' }: ToastOptions): object => {
    hide();
    toast = document.createElement('div');
    toast.className = `toast toast-${icon}`;
    toast.setAttribute('role', 'status');
    const sign = document.createElement('div');
    sign.className = 'toast-icon';
    sign.setAttribute('aria-hidden', 'true');
    sign.textContent = ICONS[icon];
    toast.append(sign, title);
    document.body.append(toast);
    return {};
  };
  return {
    showToast: call('showToast', (options: ToastOptions) => {
      const shown = show(options);
      timer = window.setTimeout(hide, options.duration ?? 1500);
      return shown;
    }),
    hideToast: call('hideToast', hide),
    showLoading: call('showLoading', ({ title }: { title: string }) => show({ title, icon: 'loading' })),
    hideLoading: call('hideLoading', hide),
  };
}
