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
    pageScrollTo: call('pageScrollTo', scrollPage),
    setNavigationBarTitle: call('setNavigationBarTitle', ({ title }: { title: string }) =>
      navigate(() => stack().setTitle(title)),
    ),
  };
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/scroll/wx.pageScrollTo.html */
interface ScrollOptions {
  /** In px. */
  readonly scrollTop?: number;
  /** `#id`, or `.ancestor >>> #id` for an element within a component. */
  readonly selector?: string;
  /** In px, added to the place of the element. */
  readonly offsetTop?: number;
}

function scrollPage({ scrollTop, selector, offsetTop = 0 }: ScrollOptions): object {
  const page = document.querySelector('.page-window:not([hidden]) .page-scroll');
  if (page === null) throw new CallFailed('no page is open yet');
  if (selector === undefined) {
    page.scrollTo({ top: scrollTop ?? 0, behavior: 'smooth' });
    return {};
  }
  const id = /#([\w-]+)$/.exec(selector)?.[1];
  // The framework may put a prefix before ids.
  const element = id === undefined ? null : page.querySelector(`[id$="${id}"]`);
  if (element === null) throw new CallFailed(`no element for ${selector}`);
  const { top } = element.getBoundingClientRect();
  const place = page.scrollTop + top - page.getBoundingClientRect().top + offsetTop;
  page.scrollTo({ top: place, behavior: 'smooth' });
  return {};
}
