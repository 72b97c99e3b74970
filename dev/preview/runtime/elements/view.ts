import { builtIn } from './define';

/** https://developers.weixin.qq.com/miniprogram/dev/component/view.html, implemented by its style alone. */
export const view = builtIn({ attributes: {}, create: () => () => {} });
