import type { ListedObject } from '../../../oss/listed-object';
import { h, spoken } from '../dom';
import { formatBytes, formatTime } from '../format';
import type { Panel } from '../panel';
import { words } from '../words';

/** Pictures that every browser draws. */
const DRAWABLE = /^image\/(jpeg|png|gif|webp|bmp|avif)$/;

/** What is in the bucket, newest first. */
export function createObjectsPanel(): Panel {
  const list = h('ul', { class: 'objects', attributes: { 'aria-label': words.objects.list } });
  const lead = h('p', { class: 'empty-lead' }, words.objects.empty);
  const empty = h('div', { class: 'empty' }, lead, h('p', {}, words.objects.emptyMore));
  const news = h('div', { class: 'spoken', attributes: { role: 'status' } });
  const rows = new Map<string, { readonly element: HTMLElement; readonly version: string }>();
  let ossUrl = '';

  const show = (object: ListedObject) => {
    const version = `${object.etag} ${object.lastModified}`;
    const known = rows.get(object.key);
    if (known?.version === version) return;
    known?.element.remove();
    const element = objectRow(object, ossUrl);
    rows.set(object.key, { element, version });
    list.prepend(element);
  };
  const refresh = () => {
    empty.hidden = rows.size > 0;
    list.hidden = rows.size === 0;
  };
  refresh();
  return {
    id: 'objects',
    title: words.objects.title,
    element: h('div', {}, news, empty, list),
    count: () => rows.size,
    receive(event) {
      if (event.kind === 'start') {
        ossUrl = event.ossUrl ?? '';
        if (event.ossUrl === undefined) empty.replaceChildren(h('p', {}, words.objects.noOss));
        const keys = new Set(event.objects.map(({ key }) => key));
        for (const [key, { element }] of rows) {
          if (keys.has(key)) continue;
          element.remove();
          rows.delete(key);
        }
        for (const object of [...event.objects].reverse()) show(object);
      } else if (event.kind === 'object') {
        show(event.object);
        news.textContent = words.objects.stored(event.object.key);
      } else return;
      refresh();
    },
  };
}

function objectRow({ key, size, contentType, lastModified, etag }: ListedObject, ossUrl: string): HTMLElement {
  // The ETag, so that an object that was replaced is loaded anew.
  const address = `${ossUrl}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const thumbnail = DRAWABLE.test(contentType)
    ? h('img', {
        class: 'thumbnail',
        attributes: { src: `${address}?${encodeURIComponent(etag)}`, alt: '', loading: 'lazy' },
      })
    : noPicture(key);
  thumbnail.addEventListener('error', () => thumbnail.replaceWith(noPicture(key)));
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'object', attributes: { href: address, target: '_blank', rel: 'noreferrer' } },
      thumbnail,
      h(
        'span',
        { class: 'object-text' },
        h('span', { class: 'key' }, key),
        h(
          'span',
          { class: 'facts' },
          h('span', {}, formatBytes(size)),
          h('span', {}, contentType),
          h('time', { attributes: { datetime: lastModified } }, formatTime(lastModified)),
        ),
        spoken(`, ${words.objects.opens}`),
      ),
    ),
  );
}

/** For what no browser draws. */
function noPicture(key: string): HTMLElement {
  return h('span', { class: 'thumbnail no-picture', attributes: { 'aria-hidden': 'true' } }, key.split('.').at(-1));
}
