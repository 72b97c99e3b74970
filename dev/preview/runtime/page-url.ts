/** A page's address: `/pages/detail/detail?id=3`, or one relative to the current page. */
export interface PageUrl {
  readonly path: string;
  /** The part from `?` on, or empty. */
  readonly search: string;
  /** Raw values: WeChat does not decode them. */
  readonly query: Readonly<Record<string, string>>;
}

export function parsePageUrl(url: string, from: string): PageUrl {
  const [address = '', ...rest] = url.split('?');
  const folders = address.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of address.split('/')) {
    if (part === '..') folders.pop();
    else if (part !== '' && part !== '.') folders.push(part);
  }
  const text = rest.join('?');
  const pairs = text.split('&').filter((pair) => pair !== '');
  return {
    path: folders.join('/'),
    search: text === '' ? '' : `?${text}`,
    query: Object.fromEntries(pairs.map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)])),
  };
}
