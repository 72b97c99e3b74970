/** A named field of a form: an `input`, or a component with `wx://form-field`. */
export interface FormField {
  name(): string;
  value(): unknown;
  /** Restores what it was before a person changed it. */
  reset?(): void;
}

/** The fields of all forms, by their elements. */
export interface FormFields {
  /** @param owner the page or component in whose WXML the element is */
  add(element: HTMLElement, owner: () => object | undefined, field: FormField): void;
  /**
   * Lets the fields in a component's own WXML belong to the form around it.
   * https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html#wx://form-field-group
   */
  addGroup(component: object, owner: () => object | undefined): void;
  /** The fields of a form, in the order of the page. */
  of(form: HTMLElement, owner: object | undefined): FormField[];
}

export function createFormFields(): FormFields {
  const fields = new WeakMap<Element, { owner: () => object | undefined; field: FormField }>();
  const groups = new WeakMap<object, () => object | undefined>();

  function isWithin(owner: object | undefined, form: object | undefined): boolean {
    if (owner === form || owner === undefined) return owner === form;
    const outer = groups.get(owner);
    return outer !== undefined && isWithin(outer(), form);
  }

  return {
    add: (element, owner, field) => void fields.set(element, { owner, field }),
    addGroup: (component, owner) => void groups.set(component, owner),
    of: (form, formOwner) =>
      [...form.querySelectorAll('*')].flatMap((element) => {
        const found = fields.get(element);
        return found && isWithin(found.owner(), formOwner) ? found.field : [];
      }),
  };
}
