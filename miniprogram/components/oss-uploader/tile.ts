import { retryOf, type Upload } from '../../services/oss-upload/index';
import { formatSize } from '../../words/format-size';
import { fill, shortReason, type Words } from '../../words/index';

/** What a tile looks like. `gone`: it is not drawn any more. */
export type Look =
  | 'waiting'
  | 'retrying'
  | 'preparing'
  | 'uploading'
  | 'processing'
  | 'stored'
  | 'failed'
  | 'cancelled'
  | 'removed'
  | 'gone';

/** An image as it is drawn: nothing else goes through `setData`. */
export interface Tile {
  id: string;
  path: string;
  /** "Picture 3", since chooseImage gives no file name. */
  name: string;
  size: string;
  look: Look;
  /** 0 to 99, for the ring. */
  percent: number;
  /** In the tile, or only in its label; empty for one that waits, which the whole queue may hold up. */
  text: string;
}

/** What a person does with a tile, or that its picture cannot be drawn. */
export type TileAct = 'open' | 'menu' | 'remove' | 'undo' | 'markBroken';

/** An image with what the tiles need besides its state. */
export interface Item {
  upload: Upload;
  /** Counts the tiles, from 1. */
  number: number;
  /** `removed`: which can still be undone; `gone`: for good. */
  place: 'listed' | 'removed' | 'gone';
  /** When it is retried, in milliseconds since 1970. */
  retryAt: number | undefined;
  /** The path of its copy, which is deleted once it is stored. */
  copy: string | undefined;
}

export function tileOf(item: Item, words: Words, now: number): Tile {
  const { id, size } = item.upload.image;
  return {
    id,
    path: pathOf(item.upload),
    name: fill(words.image, { number: item.number }),
    size: size > 0 ? formatSize(size) : '',
    percent: 0,
    ...looksOf(item, words, now),
  };
}

function looksOf(
  { upload: { state }, place, retryAt }: Item,
  words: Words,
  now: number,
): Pick<Tile, 'look' | 'text'> & { percent?: number } {
  if (place !== 'listed') return { look: place, text: words.states.removed };
  switch (state.name) {
    case 'waiting': {
      if (!state.error) return { look: 'waiting', text: '' };
      const count = Math.ceil(((retryAt ?? now) - now) / 1000);
      return { look: 'retrying', text: count > 0 ? fill(words.retryIn, { count }) : words.retrySoon };
    }
    case 'uploading':
      if (state.percent === 0) return { look: 'preparing', text: words.states.preparing };
      return { look: 'uploading', percent: state.percent, text: words.states.uploading };
    case 'processing':
      return { look: 'processing', percent: 99, text: words.states.processing };
    case 'failed':
      return { look: 'failed', text: shortReason(words, state.error) };
    case 'stored':
    case 'cancelled':
      return { look: state.name, text: words.states[state.name] };
  }
}

/** What shows the image: its file, or its address where it was stored earlier. */
export function pathOf({ image, state }: Upload): string {
  return image.path === '' && state.name === 'stored' ? (state.object.url ?? '') : image.path;
}

/** What shows the image on a page of its own: a copy is gone by then. */
export function urlOf({ upload, copy }: Item): string {
  const { image, state } = upload;
  return state.name === 'stored' && image.path === copy ? (state.object.url ?? '') : pathOf(upload);
}

export function isStored({ upload }: Item): boolean {
  return upload.state.name === 'stored';
}

/** Whether its upload goes on or will: it can be cancelled. */
export function isActive({ upload }: Item): boolean {
  const { name } = upload.state;
  return name === 'waiting' || name === 'uploading' || name === 'processing';
}

/** Whether it failed, and a retry with all others can help. */
export function canRetryTogether({ upload }: Item): boolean {
  return upload.state.name === 'cancelled' || retryOf(upload.state) === 'together';
}
