import type { Banner, Head } from '../../miniprogram/components/oss-uploader/overview';
import type { Tile } from '../../miniprogram/components/oss-uploader/tile';
import type { StoredValue } from '../../miniprogram/components/oss-uploader/value';
import type { WxApi } from '../../miniprogram/services/oss-upload/wx/contract';

interface UploaderData {
  tiles: Tile[];
  head: Head;
  banners: Banner[];
  notice: { text: string };
  value: StoredValue[];
}

interface Definition {
  data: UploaderData;
  properties?: Record<string, unknown>;
  lifetimes: { attached(): void; detached(): void };
  methods: Record<string, (...args: unknown[]) => unknown>;
}

/** The page's uploader without a screen: runs its code, with `setData` writing to `data`. */
export interface PageDriver {
  readonly data: UploaderData;
  /** The tiles that are drawn. */
  tiles(): Tile[];
  call(method: string, id?: string): unknown;
  /** Resolves once it matches. */
  until(fits: (page: PageDriver) => boolean): Promise<void>;
  close(): void;
}

/** Opens the upload page with the given `wx` as the global one. */
export function openPage(wx: WxApi): PageDriver {
  const definitions = new Map<string, Definition>();
  const load = (name: string) => {
    Object.assign(globalThis, { wx, Component: (given: Definition) => definitions.set(name, given) });
    require(`../../miniprogram/${name}`);
    const definition = definitions.get(name);
    if (!definition) throw new Error(`Expected ${name} to call Component().`);
    return definition;
  };
  const [settings, { lifetimes, methods, data: initial, properties = {} }] = loadFresh(load);
  // What the page's WXML passes on has the same names as its data.
  const data = structuredClone({ ...defaultsOf(properties), ...settings.data, ...initial });
  let listeners: (() => void)[] = [];
  const instance = {
    ...methods,
    data,
    setData(patch: Record<string, unknown>) {
      for (const [path, value] of Object.entries(patch)) assign(data, path, structuredClone(value));
      data.count = data.tiles.filter(isDrawn).length;
      for (const listener of listeners) listener();
    },
    triggerEvent() {},
  };
  lifetimes.attached.call(instance);
  const driver: PageDriver = {
    data,
    tiles: () => data.tiles.filter(isDrawn),
    call: (method, id) => methods[method]?.call(instance, { detail: { id } }),
    until: (fits) =>
      new Promise((resolve) => {
        const check = () => {
          if (!fits(driver)) return;
          listeners = listeners.filter((listener) => listener !== check);
          resolve();
        };
        listeners = [...listeners, check];
        check();
      }),
    close: () => lifetimes.detached.call(instance),
  };
  return driver;
}

function loadFresh(load: (name: string) => Definition): [page: Definition, uploader: Definition] {
  let loaded: [Definition, Definition] | undefined;
  jest.isolateModules(() => {
    loaded = [load('pages/upload/upload'), load('components/oss-uploader/oss-uploader')];
  });
  if (!loaded) throw new Error('Expected the page and its component to be loaded.');
  return loaded;
}

function isDrawn({ look }: Tile): boolean {
  return look !== 'gone';
}

/** The value that WeChat gives each property first. */
function defaultsOf(properties: Record<string, unknown>): { count: number } & Record<string, unknown> {
  const values = Object.entries(properties).map(([name, property]) => [name, defaultOf(property)]);
  return { count: 0, ...Object.fromEntries(values) };
}

function defaultOf(property: unknown): unknown {
  if (property === String) return '';
  if (property === Number) return 0;
  if (property === Boolean) return false;
  return typeof property === 'object' && property !== null && 'value' in property ? property.value : null;
}

/** Assigns to a path of `setData`: `live`, `tiles[2]`, `tiles[2].percent`. */
function assign(data: object, path: string, value: unknown): void {
  const names = path.split(/[.[\]]+/).filter((name) => name !== '');
  const last = names.pop();
  if (last === undefined) throw new Error(`Expected a path, got "${path}".`);
  const owner = names.reduce((object, name) => Reflect.get(object, name) as object, data); // a path leads through objects
  Reflect.set(owner, last, value);
}
