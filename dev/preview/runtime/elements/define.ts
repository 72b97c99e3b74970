import { type ComponentSpace, DeepCopyKind, type GeneralComponent } from 'glass-easel';
import { setHoverOptions } from '../hover';

/** WXML attribute values by camel-case name. An attribute has the type of its default. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Services that an element may use besides rendering. */
export interface ElementContext {
  /** Triggers an event that does not bubble: `load`, `scroll`. */
  trigger(name: string, detail: object): void;
  /** The path of the page or component whose WXML holds the element. */
  readonly owner: () => string;
  /** The page or component itself. */
  readonly host: () => object | undefined;
}

/** A built-in component, which owns its DOM element and renders its attributes there. */
export interface BuiltIn<Own extends Attributes = Attributes> {
  /** Its own attributes with their defaults, besides those that all elements share. */
  readonly attributes: Own;
  /** Sets up a new element. Returns a function that renders the attributes, called initially and after each change. */
  create(element: HTMLElement, context: ElementContext): (attributes: Own) => void;
}

/** Erases the attribute type, so that different elements fit in one list. */
export function builtIn<Own extends Attributes>(element: BuiltIn<Own>): BuiltIn {
  return {
    attributes: element.attributes,
    // `registerElement` passes exactly the attributes that the element declares.
    create: (host, context) => element.create(host, context) as (attributes: Attributes) => void,
  };
}

const HOVER = { hoverClass: '', hoverStartTime: 50, hoverStayTime: 400, hoverStopPropagation: false };

const ARIA = [
  ...[
    'label',
    'hidden',
    'live',
    'atomic',
    'busy',
    'relevant',
    'disabled',
    'checked',
    'selected',
    'expanded',
    'pressed',
  ],
  ...['valuemin', 'valuemax', 'valuenow', 'valuetext', 'haspopup', 'invalid', 'level', 'modal', 'multiselectable'],
  ...['orientation', 'posinset', 'setsize', 'readonly', 'required', 'roledescription', 'sort'],
];
const ariaAttribute = (name: string) => `aria${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Roles that can be focused and activated by keyboard. */
const ACTIVABLE = new Set(['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'option']);

/** Registers the tag for all WXML of the space. */
export function registerElement(space: ComponentSpace, tag: string, element: BuiltIn): void {
  const show = new WeakMap<GeneralComponent, () => void>();
  const defaults: Attributes = { hidden: false, ariaRole: '', ...HOVER, ...element.attributes };
  const definition = space.defineComponent({
    is: `built-in/${tag}`,
    options: { dataDeepCopy: DeepCopyKind.None, propertyPassingDeepCopy: DeepCopyKind.None },
    properties: {
      ...Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, { type: typeOf(value), value }])),
      ...Object.fromEntries(ARIA.map((name) => [ariaAttribute(name), { type: null, value: '' }])),
    },
    observers: {
      '**'() {
        show.get(this)?.();
      },
    },
    lifetimes: {
      created() {
        // glass-easel declares its own element type; with its DOM backend this is an HTML element.
        const host = this.getBackendElement() as unknown as HTMLElement;
        const showOwn = element.create(host, {
          trigger: (name, detail) => this.triggerEvent(name, detail),
          owner: () => this.ownerShadowRoot?.getHostNode().is ?? '',
          host: () => this.ownerShadowRoot?.getHostNode(),
        });
        const showAll = () => {
          const attributes: Attributes = this.data;
          showCommon(host, attributes);
          showOwn(attributes);
        };
        show.set(this, showAll);
        showAll();
      },
    },
  });
  space.setGlobalUsingComponent(tag, definition.general());
}

function typeOf(value: string | number | boolean): StringConstructor | NumberConstructor | BooleanConstructor {
  if (typeof value === 'string') return String;
  return typeof value === 'number' ? Number : Boolean;
}

function showCommon(host: HTMLElement, attributes: Attributes): void {
  host.toggleAttribute('hidden', attributes['hidden'] === true);
  for (const name of ARIA) {
    const value = attributes[ariaAttribute(name)];
    if (value === '' || value === undefined || value === null) host.removeAttribute(`aria-${name}`);
    else host.setAttribute(`aria-${name}`, String(value));
  }
  const role = String(attributes['ariaRole']);
  if (role === '') host.removeAttribute('role');
  else host.setAttribute('role', role);
  setActivable(host, ACTIVABLE.has(role));
  setHoverOptions(host, { ...HOVER, ...attributes });
}

/** Sets whether the element can be focused by keyboard; Enter and Space then tap it (see gestures.ts). */
export function setActivable(host: HTMLElement, activable: boolean): void {
  host.toggleAttribute('data-activable', activable);
  if (activable) host.tabIndex = 0;
  else host.removeAttribute('tabindex');
}
