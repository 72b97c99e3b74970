import { builtIn, setActivable } from './define';
import { useForm } from './form';

/** https://developers.weixin.qq.com/miniprogram/dev/component/button.html, styled in elements.css by these attributes. */
export const button = builtIn({
  attributes: {
    size: 'default',
    type: 'default',
    plain: false,
    disabled: false,
    loading: false,
    formType: '',
    ariaRole: 'button',
    hoverStartTime: 20,
    hoverStayTime: 70,
  },
  create(element) {
    let ofForm = '';
    element.addEventListener('click', () => useForm(element, ofForm));
    return ({ size, type, plain, disabled, loading, formType }) => {
      ofForm = disabled ? '' : formType;
      element.setAttribute('size', size);
      element.setAttribute('type', type);
      element.toggleAttribute('plain', plain);
      element.toggleAttribute('disabled', disabled);
      element.toggleAttribute('loading', loading);
      if (!disabled) return;
      element.setAttribute('aria-disabled', 'true');
      setActivable(element, false);
    };
  },
});
