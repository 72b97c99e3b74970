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
  /** In the tile and in its label; empty where the look says it all. */
  text: string;
}

/** An image with what the tiles need besides its state. */
export interface Item {
  upload: Upload;
  /** Removed, which can still be undone. */
  isRemoved: boolean;
  /** When it is retried, in milliseconds since 1970. */
  retryAt: number | undefined;
}

export function tileOf(item: Item, words: Words, now: number): Tile {
  const { id, number, size } = item.upload.image;
  return {
    id,
    path: pathOf(item.upload),
    name: fill(words.image, { number }),
    size: size > 0 ? formatSize(size) : '',
    ...looksOf(item, words, now),
  };
}

function looksOf(
  { upload, isRemoved, retryAt }: Item,
  words: Words,
  now: number,
): Pick<Tile, 'look' | 'percent' | 'text'> {
  const { state } = upload;
  if (isRemoved) return { look: 'removed', percent: 0, text: words.states.removed };
  switch (state.name) {
    case 'waiting': {
      if (!state.error) return { look: 'waiting', percent: 0, text: '' };
      const count = Math.ceil(((retryAt ?? now) - now) / 1000);
      return { look: 'retrying', percent: 0, text: count > 0 ? fill(words.retryIn, { count }) : words.retrySoon };
    }
    case 'uploading':
      if (state.percent === 0) return { look: 'preparing', percent: 0, text: words.states.preparing };
      return { look: 'uploading', percent: state.percent, text: '' };
    case 'processing':
      return { look: 'processing', percent: 99, text: '' };
    case 'failed':
      return { look: 'failed', percent: 0, text: shortReason(words, state.error) };
    case 'stored':
    case 'cancelled':
      return { look: state.name, percent: 0, text: words.states[state.name] };
  }
}

/** What shows the image: its file, or its address where an earlier run of the mini-program has stored it. */
function pathOf({ image, state }: Upload): string {
  return image.path === '' && state.name === 'stored' ? (state.object.url ?? '') : image.path;
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
