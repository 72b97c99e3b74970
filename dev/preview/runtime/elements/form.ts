import type { FormFields } from '../form-fields';
import { type BuiltIn, builtIn } from './define';

/** What a button with `form-type` does to the form around it. */
const FORM_TYPES = ['submit', 'reset'] as const;

/** https://developers.weixin.qq.com/miniprogram/dev/component/form.html */
export function form(fields: FormFields): BuiltIn {
  return builtIn({
    attributes: {},
    create(element, { trigger, host }) {
      for (const type of FORM_TYPES) {
        element.addEventListener(type, (event) => {
          event.stopPropagation();
          const own = fields.of(element, host());
          if (type === 'reset') for (const field of own) field.reset?.();
          const named = own.filter((field) => field.name() !== '');
          const value = Object.fromEntries(named.map((field) => [field.name(), field.value()]));
          trigger(type, type === 'submit' ? { value } : {});
        });
      }
      return () => {};
    },
  });
}

/** Submits or resets the form around a button. */
export function useForm(button: HTMLElement, formType: string): void {
  const type = FORM_TYPES.find((one) => one === formType);
  if (type) button.dispatchEvent(new Event(type, { bubbles: true }));
}
