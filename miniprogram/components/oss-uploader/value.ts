import type { Upload } from '../../services/oss-upload/index';
import type { Item } from './tile';

/** What a page and its form hold of a stored image. */
export interface StoredValue {
  key: string;
  /** Absent where the bucket is private. */
  url?: string;
}

export function keyOf({ upload: { state } }: Item): string | undefined {
  return state.name === 'stored' ? state.object.key : undefined;
}

export function storedIn(items: readonly Item[]): StoredValue[] {
  return items.flatMap(({ upload: { state } }) => {
    if (state.name !== 'stored') return [];
    const { key, url } = state.object;
    return [url === undefined ? { key } : { key, url }];
  });
}

export type Keys = ReadonlySet<string | undefined>;

export function keysOf(value: readonly StoredValue[]): Keys {
  return new Set(value.map(({ key }) => key));
}

/** Reads what a page has set. What cannot be used is left out, with a warning for developers. */
export function readValue(given: readonly unknown[]): StoredValue[] {
  return given.flatMap((entry) => {
    const { key, url } = Object(entry);
    if (typeof key === 'string' && key !== '') {
      if (typeof url === 'string' && url !== '') return [{ key, url }];
      if (!url) return [{ key }];
    }
    console.warn(`Expected each entry of \`value\` to be { key, url }, got ${JSON.stringify(entry)}: it is not shown.`);
    return [];
  });
}

/** An image that was stored before, for the page's own list. */
export function storedBefore(id: string, { key, url }: StoredValue): Upload {
  const image = { id, number: 0, path: '', size: 0, atRisk: false };
  const object = { key, ...(url === undefined ? {} : { url }), size: 0, contentType: '' };
  return {
    image: { ...image, digest: undefined, copy: undefined, sentAs: undefined },
    state: {
      name: 'stored',
      object: { ...object, etag: undefined, requestId: undefined, callback: { name: 'none' } },
    },
  };
}
