import { type ComponentSpace, DeepCopyKind, type GeneralComponent } from 'glass-easel';
import { setHoverOptions } from '../hover';

/** Values of WXML attributes by their name in camel case. An attribute's type is that of its default. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** What an element may do beside showing itself. */
export interface ElementContext {
  /** Triggers an event that does not bubble: `load`, `scroll`. */
  trigger(name: string, detail: object): void;
  /** The path of the page or component whose WXML holds the element. */
  readonly owner: () => string;
}

/** A built-in component: it owns its DOM element, and shows there whatever its attributes say. */
export interface BuiltIn<Own extends Attributes = Attributes> {
  /** The attributes that it has beside those that all elements share, with their defaults. */
  readonly attributes: Own;
  /** Prepares a new element. The function that comes back shows the attributes, at the start and after each change. */
  create(element: HTMLElement, context: ElementContext): (attributes: Own) => void;
}

/** Lets elements of different attributes stand in one list. */
export function builtIn<Own extends Attributes>(element: BuiltIn<Own>): BuiltIn {
  return {
    attributes: element.attributes,
    // `registerElement` hands over exactly the attributes that the element declares.
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

/** Roles that a keyboard can reach and set off. */
const ACTIVABLE = new Set(['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'option']);

/** Makes the tag known to all WXML of the space. */
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
        // glass-easel describes the DOM by types of its own; with its DOM backend this is an HTML element.
        const host = this.getBackendElement() as unknown as HTMLElement;
        const showOwn = element.create(host, {
          trigger: (name, detail) => this.triggerEvent(name, detail),
          owner: () => this.ownerShadowRoot?.getHostNode().is ?? '',
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

/** Whether a keyboard reaches the element; Enter and the space bar then tap it (see gestures.ts). */
export function setActivable(host: HTMLElement, activable: boolean): void {
  host.toggleAttribute('data-activable', activable);
  if (activable) host.tabIndex = 0;
  else host.removeAttribute('tabindex');
}
