import { builtIn } from './define';

/** https://developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html */
export const scrollView = builtIn({
  attributes: {
    scrollX: false,
    scrollY: false,
    scrollTop: 0,
    scrollLeft: 0,
    /** Pixels from the end at which `scrolltolower` is triggered. */
    lowerThreshold: 50,
    enableFlex: false,
    enhanced: false,
    showScrollbar: true,
  },
  create(element, { trigger }) {
    let threshold = 0;
    let atEnd = false;
    let wanted = { top: 0, left: 0 };
    element.addEventListener('scroll', () => {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = element;
      trigger('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth });
      const left = Math.max(scrollHeight - clientHeight - scrollTop, scrollWidth - clientWidth - scrollLeft);
      if (left <= threshold && !atEnd) trigger('scrolltolower', { direction: 'bottom' });
      atEnd = left <= threshold;
    });
    return ({ scrollX, scrollY, scrollTop, scrollLeft, lowerThreshold, showScrollbar }) => {
      threshold = lowerThreshold;
      element.toggleAttribute('data-scroll-x', scrollX);
      element.toggleAttribute('data-scroll-y', scrollY);
      element.toggleAttribute('data-no-scrollbar', !showScrollbar);
      // Scroll only if the attribute changed, to keep the user's own scroll position.
      if (scrollTop !== wanted.top) element.scrollTop = scrollTop;
      if (scrollLeft !== wanted.left) element.scrollLeft = scrollLeft;
      wanted = { top: scrollTop, left: scrollLeft };
    };
  },
});
