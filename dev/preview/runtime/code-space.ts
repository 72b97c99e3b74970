import type { GeneralComponent, template } from 'glass-easel';
import {
  type AssociatedBackend,
  type CodeSpace,
  type ComponentEnv,
  type component,
  MiniProgramEnv,
  type types,
} from 'glass-easel-miniprogram-adapter';
import type { MiniProgram } from '../mini-program';
import { createDomBackend } from './dom-backend';
import { registerElements } from './elements';
import { createFormFields, type FormFields } from './form-fields';
import { createHandlerCheck } from './handlers';
import type { PageMetas } from './page-metas';
import { runSandboxed } from './sandbox';

/** The mini-program's registered pages and components. */
export interface LoadedCode {
  readonly space: CodeSpace;
  readonly backend: AssociatedBackend;
}

export interface LoadOptions {
  readonly miniProgram: MiniProgram;
  readonly templates: template.ProcGenGroupList;
  /** WeChat's globals besides Page, Component and Behavior. */
  readonly globals: Readonly<Record<string, unknown>>;
  readonly imageUrl: (src: string, owner: string) => string;
  readonly metas: PageMetas;
  /** Called after each component is attached. */
  readonly attached: (component: GeneralComponent) => void;
}

/** Creates a glass-easel component space for a mini-program and runs its code there, app.ts first. */
export function loadCode({ miniProgram, templates, globals, imageUrl, metas, attached }: LoadOptions): LoadedCode {
  const checkHandlers = createHandlerCheck(miniProgram.units);
  const environment = new MiniProgramEnv();
  const space = environment.createCodeSpace('', true);
  const components = space.getComponentSpace();
  components.updateComponentOptions({ writeIdToDOM: true });
  const fields = createFormFields();
  registerElements(components, imageUrl, metas, fields);
  space.setOverallBehavior(
    components.defineBehavior({
      lifetimes: {
        attached() {
          // In a lifetime, `this` is the adapter's wrapper; its `_$` is the component.
          const { _$: attachedNow } = this as unknown as component.GeneralComponent;
          checkHandlers(attachedNow.is, this);
          attached(attachedNow);
        },
      },
    }),
  );
  for (const { path, kind, styleScope, handlers, ...config } of miniProgram.units) {
    // The adapter types style isolation as an enum that exists only in its typings; the build emits the same strings.
    const unitConfig = { ...config, component: kind === 'component' } as types.ComponentStaticConfig;
    space.addComponentStaticConfig(path, unitConfig);
    space.addStyleSheet(path, undefined, styleScope);
    const content = templates[path];
    if (content !== undefined) space.addCompiledTemplate(path, { groupList: templates, content });
  }

  let current: { path: string; registration: ComponentEnv } | undefined;
  const define = (path: string, load: () => void) => {
    space.componentEnv(path, (registration) => {
      current = { path, registration };
      load();
    });
  };
  const register = (name: keyof ComponentEnv) => (definition?: Definition) => {
    if (current === undefined) return undefined;
    checkOptions(current.path, definition);
    if (definition?.behaviors) {
      definition.behaviors = definition.behaviors.map(builtInBehavior(current.registration, fields));
    }
    // The three take different definitions; the author's is passed on unchanged.
    return (current.registration[name] as (definition?: Definition) => unknown)(definition);
  };
  runSandboxed(miniProgram.code, {
    ...globals,
    define,
    Page: register('Page'),
    Component: register('Component'),
    Behavior: register('Behavior'),
  });
  return { space, backend: environment.associateBackend(createDomBackend()) };
}

/** WeChat's own behaviors go by name; the adapter takes objects only. */
function builtInBehavior(registration: ComponentEnv, fields: FormFields): (behavior: unknown) => unknown {
  return (behavior) => {
    if (behavior === 'wx://form-field') {
      return registration.Behavior({
        properties: { name: { type: String }, value: { type: null } },
        lifetimes: {
          attached() {
            const { _$: component } = this as unknown as component.GeneralComponent; // as above
            const element = component.getBackendElement() as unknown as HTMLElement; // as in elements/define.ts
            fields.add(element, ownerOf(component), {
              name: () => component.data['name'],
              value: () => component.data['value'],
            });
          },
        },
      });
    }
    if (behavior === 'wx://form-field-group') {
      return registration.Behavior({
        lifetimes: {
          attached() {
            const { _$: component } = this as unknown as component.GeneralComponent; // as above
            fields.addGroup(component, ownerOf(component));
          },
        },
      });
    }
    if (typeof behavior === 'string') throw new Error(`the preview has no behavior "${behavior}"`);
    return behavior;
  };
}

/** The page or component in whose WXML this one is. */
function ownerOf(component: GeneralComponent): () => object | undefined {
  return () => component.ownerShadowRoot?.getHostNode();
}

interface Definition {
  behaviors?: unknown[];
  readonly options?: { readonly styleIsolation?: string; readonly addGlobalClass?: boolean };
}

/** Rejects style options in code, because the build needs to know them and does not run code. */
function checkOptions(path: string, definition: Definition | undefined): void {
  const option = (['styleIsolation', 'addGlobalClass'] as const).find(
    (name) => definition?.options?.[name] !== undefined,
  );
  if (option !== undefined)
    throw new Error(`${path}: the preview reads "${option}" from ${path}.json, not from options`);
}
