import { builtIn } from './define';

/** https://developers.weixin.qq.com/miniprogram/dev/component/text.html */
export const text = builtIn({
  attributes: { userSelect: false, selectable: false },
  create:
    (element) =>
    ({ userSelect, selectable }) => {
      element.toggleAttribute('data-selectable', userSelect || selectable);
    },
});
