import type { FormFields } from '../form-fields';
import { type BuiltIn, builtIn } from './define';

/** https://developers.weixin.qq.com/miniprogram/dev/component/input.html, of which the preview follows these. */
export function input(fields: FormFields): BuiltIn {
  return builtIn({
    attributes: {
      name: '',
      value: '',
      type: 'text',
      password: false,
      placeholder: '',
      disabled: false,
      maxlength: 140,
    },
    create(element, { trigger, host }) {
      const box = document.createElement('input');
      element.attachShadow({ mode: 'open' }).append(box);
      let given = { name: '', value: '' };
      fields.add(element, host, {
        name: () => given.name,
        value: () => box.value,
        reset: () => {
          box.value = given.value;
        },
      });
      const triggerWithValue = (type: string) => () => trigger(type, { value: box.value });
      for (const type of ['input', 'focus', 'blur']) box.addEventListener(type, triggerWithValue(type));
      box.addEventListener('keydown', ({ key }) => {
        if (key === 'Enter') triggerWithValue('confirm')();
      });
      return ({ name, value, type, password, placeholder, disabled, maxlength }) => {
        box.type = password ? 'password' : 'text';
        box.inputMode = type === 'number' ? 'numeric' : type === 'digit' ? 'decimal' : 'text';
        box.placeholder = placeholder;
        box.disabled = disabled;
        box.maxLength = maxlength;
        box.ariaLabel = element.ariaLabel;
        if (value !== given.value) box.value = value;
        given = { name, value };
      };
    },
  });
}
