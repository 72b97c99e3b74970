import { builtIn } from './define';

/** The phone's own font size, in px, as `getAppBaseInfo` answers it. */
const SYSTEM_FONT_SIZE = '16px';

/** https://developers.weixin.qq.com/miniprogram/dev/component/page-meta.html, of which the preview follows `root-font-size`. */
export const pageMeta = builtIn({
  attributes: { rootFontSize: '' },
  create:
    (element) =>
    ({ rootFontSize }) => {
      element.hidden = true;
      document.documentElement.style.fontSize = rootFontSize === 'system' ? SYSTEM_FONT_SIZE : rootFontSize;
    },
});
