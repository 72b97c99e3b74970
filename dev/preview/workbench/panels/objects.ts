import { formatSize } from '../../../../miniprogram/words/format-size';
import type { ListedObject } from '../../../oss/listed-object';
import { h, spoken } from '../dom';
import { formatTime } from '../format';
import { createLiveList } from '../live-list';
import type { Panel } from '../panel';
import { words } from '../words';

/** Pictures that every browser draws. */
const DRAWABLE = /^image\/(jpeg|png|gif|webp|bmp|avif)$/;

/** What is in the bucket, newest first. */
export function createObjectsPanel(): Panel {
  const list = createLiveList('objects', words.objects);
  const rows = new Map<string, { readonly element: HTMLElement; readonly version: string }>();
  let ossUrl = '';

  const show = (object: ListedObject) => {
    const version = `${object.etag} ${object.lastModified}`;
    const known = rows.get(object.key);
    if (known?.version === version) return;
    known?.element.remove();
    const element = objectRow(object, ossUrl);
    rows.set(object.key, { element, version });
    list.rows.prepend(element);
  };
  return {
    id: 'objects',
    title: words.objects.title,
    element: list.element,
    count: () => rows.size,
    receive(event) {
      if (event.kind === 'start') {
        ossUrl = event.ossUrl ?? '';
        if (event.ossUrl === undefined) list.empty.replaceChildren(h('p', {}, words.objects.noOss));
        const keys = new Set(event.objects.map(({ key }) => key));
        for (const [key, { element }] of rows) {
          if (keys.has(key)) continue;
          element.remove();
          rows.delete(key);
        }
        for (const object of [...event.objects].reverse()) show(object);
      } else if (event.kind === 'object') {
        show(event.object);
        list.say(words.objects.stored(event.object.key));
      } else return;
      list.refresh();
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
          h('span', {}, formatSize(size)),
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
