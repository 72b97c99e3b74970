import type { Tile } from '../../miniprogram/components/upload-tile/tile';
import type { WxApi } from '../../miniprogram/services/oss-upload/wx/contract';

interface PageDefinition {
  data: { tiles: Tile[]; notice: string; summary: string };
  lifetimes: { attached(): void; detached(): void };
  methods: Record<string, (...args: unknown[]) => unknown>;
}

/** The upload page without a screen: runs its code, with `setData` writing to `data`. */
export interface PageDriver {
  readonly data: PageDefinition['data'];
  call(method: string, id?: string): unknown;
  /** Resolves once `data` matches. */
  until(fits: (data: PageDefinition['data']) => boolean): Promise<void>;
  close(): void;
}

/** Opens the page with the given `wx` as the global one. */
export function openPage(wx: WxApi): PageDriver {
  const { lifetimes, methods, data: initial } = loadDefinition(wx);
  const data = structuredClone(initial);
  let listeners: (() => void)[] = [];
  const instance = {
    ...methods,
    data,
    setData(patch: Record<string, unknown>) {
      for (const [path, value] of Object.entries(patch)) assign(data, path, structuredClone(value));
      for (const listener of listeners) listener();
    },
  };
  lifetimes.attached.call(instance);
  return {
    data,
    call: (method, id) => methods[method]?.call(instance, { detail: { id } }),
    until: (fits) =>
      new Promise((resolve) => {
        const check = () => {
          if (!fits(data)) return;
          listeners = listeners.filter((listener) => listener !== check);
          resolve();
        };
        listeners = [...listeners, check];
        check();
      }),
    close: () => lifetimes.detached.call(instance),
  };
}

function loadDefinition(wx: WxApi): PageDefinition {
  let definition: PageDefinition | undefined;
  Object.assign(globalThis, { wx, Component: (given: PageDefinition) => (definition = given) });
  jest.isolateModules(() => require('../../miniprogram/pages/upload/upload'));
  if (!definition) throw new Error('Expected the page to call Component().');
  return definition;
}

/** Assigns to a path of `setData`: `summary`, `tiles[2]`, `tiles[2].percent`. */
function assign(data: object, path: string, value: unknown): void {
  const names = path.split(/[.[\]]+/).filter((name) => name !== '');
  const last = names.pop();
  if (last === undefined) throw new Error(`Expected a path, got "${path}".`);
  const owner = names.reduce((object, name) => Reflect.get(object, name) as object, data); // a path leads through objects
  Reflect.set(owner, last, value);
}
