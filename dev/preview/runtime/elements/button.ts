import { builtIn, setActivable } from './define';

/** https://developers.weixin.qq.com/miniprogram/dev/component/button.html, styled in elements.css by these attributes. */
export const button = builtIn({
  attributes: {
    size: 'default',
    type: 'default',
    plain: false,
    disabled: false,
    loading: false,
    ariaRole: 'button',
    hoverStartTime: 20,
    hoverStayTime: 70,
  },
  create:
    (element) =>
    ({ size, type, plain, disabled, loading }) => {
      element.setAttribute('size', size);
      element.setAttribute('type', type);
      element.toggleAttribute('plain', plain);
      element.toggleAttribute('disabled', disabled);
      element.toggleAttribute('loading', loading);
      if (!disabled) return;
      element.setAttribute('aria-disabled', 'true');
      setActivable(element, false);
    },
});
