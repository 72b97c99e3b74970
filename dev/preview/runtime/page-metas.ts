import { createSignal, type Signal } from './signal';

/** What a page's `page-meta` sets. Empty texts set nothing. */
export interface PageMeta {
  /** `system` for the phone's own. */
  readonly rootFontSize: string;
  readonly pageFontSize: string;
  readonly pageStyle: string;
  readonly backgroundColor: string;
}

const NO_META: PageMeta = { rootFontSize: '', pageFontSize: '', pageStyle: '', backgroundColor: '' };

/** The `page-meta` of each page. It applies while its page shows. */
export interface PageMetas {
  /** @param page the component in whose WXML the element is */
  set(page: object, meta: PageMeta): void;
  of(page: object): PageMeta;
  readonly changed: Signal<void>;
}

export function createPageMetas(): PageMetas {
  const metas = new WeakMap<object, PageMeta>();
  const changed = createSignal<void>();
  return {
    set(page, meta) {
      metas.set(page, meta);
      changed.emit();
    },
    of: (page) => metas.get(page) ?? NO_META,
    changed,
  };
}
