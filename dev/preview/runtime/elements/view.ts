import { builtIn } from './define';

/** https://developers.weixin.qq.com/miniprogram/dev/component/view.html: its style sheet is all it is. */
export const view = builtIn({ attributes: {}, create: () => () => {} });
