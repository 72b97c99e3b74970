import type { PageMetas } from '../page-metas';
import { type BuiltIn, builtIn } from './define';

/** https://developers.weixin.qq.com/miniprogram/dev/component/page-meta.html, of which the preview follows these. */
export function pageMeta(metas: PageMetas): BuiltIn {
  return builtIn({
    attributes: { rootFontSize: '', pageFontSize: '', pageStyle: '', backgroundColor: '', backgroundTextStyle: '' },
    create(element, { host }) {
      element.hidden = true;
      return (meta) => {
        const page = host();
        if (page !== undefined) metas.set(page, meta);
      };
    },
  });
}
