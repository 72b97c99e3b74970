import { retryOf, type Upload, type UploadState } from '../../services/oss-upload/index';
import { formatSize } from '../../words/format-size';
import { errorSentence, fill, type Words } from '../../words/index';

/** An image as the page shows it: only what is rendered. */
export interface Tile extends TileState {
  id: string;
  path: string;
  /** "Picture 3", since chooseImage gives no file name. */
  name: string;
  size: string;
}

/** The part of a tile that changes while its image is uploaded. */
export interface TileState {
  state: UploadState['name'];
  stateText: string;
  /** 0 to 100, for the bar. */
  percent: number;
  /** Why it failed, or what to be aware of; empty otherwise. */
  reason: string;
  /** True where a retry can help. */
  canRetry: boolean;
  /** True while it can be cancelled; otherwise it can be removed. */
  canCancel: boolean;
  /** Where it is stored; empty until then. */
  address: string;
}

/** The tile before the page sets one. */
export const blankTile: Tile = {
  id: '',
  path: '',
  name: '',
  size: '',
  state: 'waiting',
  stateText: '',
  percent: 0,
  reason: '',
  canRetry: false,
  canCancel: false,
  address: '',
};

export function createTile(upload: Upload, words: Words): Tile {
  const { id, number, size } = upload.image;
  return {
    id,
    ...pathOf(upload),
    name: fill(words.image, { number }),
    size: size > 0 ? formatSize(size) : '',
    ...describeUpload(upload, words),
  };
}

/** What shows the image: its file, or its address where an earlier run of the mini-program has stored it. */
export function pathOf({ image, state }: Upload): Pick<Tile, 'path'> {
  return { path: image.path === '' && state.name === 'stored' ? (state.object.url ?? '') : image.path };
}

export function describeUpload({ image, state }: Upload, words: Words): TileState {
  const percent = percentOf(state);
  const canCancel = state.name === 'waiting' || state.name === 'uploading' || state.name === 'processing';
  const isRetry = state.name === 'waiting' && state.error !== undefined;
  return {
    state: state.name,
    stateText: isRetry ? words.willRetry : fill(words.states[state.name], { percent }),
    percent,
    reason: reasonOf(state, words) || (canCancel && image.atRisk ? words.atRisk : ''),
    canRetry: retryOf(state) !== 'no',
    canCancel,
    address: state.name === 'stored' ? (state.object.url ?? '') : '',
  };
}

function reasonOf(state: UploadState, words: Words): string {
  if ('error' in state && state.error) return errorSentence(words, state.error);
  const callback = state.name === 'stored' ? state.object.callback : undefined;
  return callback?.name === 'failed' ? errorSentence(words, callback.error) : '';
}

function percentOf(state: UploadState): number {
  if (state.name === 'uploading') return state.percent;
  return state.name === 'processing' || state.name === 'stored' ? 100 : 0;
}
