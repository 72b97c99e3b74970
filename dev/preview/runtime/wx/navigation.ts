import { CallFailed } from '../../../wx/answer';
import type { PageStack } from '../page-stack';
import { call } from './calling';

interface UrlOptions {
  readonly url: string;
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html and related pages */
export function navigationCalls(pages: () => PageStack | undefined) {
  const stack = (): PageStack => {
    const opened = pages();
    if (opened === undefined) throw new CallFailed('no page is open yet');
    return opened;
  };
  const navigate = (go: () => void): object => {
    try {
      go();
      return {};
    } catch (error) {
      throw new CallFailed(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    navigateTo: call('navigateTo', ({ url }: UrlOptions) => navigate(() => stack().open(url))),
    redirectTo: call('redirectTo', ({ url }: UrlOptions) => navigate(() => stack().redirect(url))),
    navigateBack: call('navigateBack', ({ delta = 1 }: { delta?: number }) => navigate(() => stack().back(delta))),
    setNavigationBarTitle: call('setNavigationBarTitle', ({ title }: { title: string }) =>
      navigate(() => stack().setTitle(title)),
    ),
  };
}
