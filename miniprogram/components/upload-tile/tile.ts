import type { PickedImage, UploadState } from '../../services/oss-upload/index';
import { formatSize } from '../../words/format-size';
import { errorSentence, fill, type Words } from '../../words/index';

/** One image as the page shows it: only what is rendered. */
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
  /** Why it failed, or what is amiss although it is stored; empty otherwise. */
  reason: string;
  /** True where trying again can help. */
  canRetry: boolean;
  /** Where it is stored; empty until then. */
  address: string;
}

/** What a tile shows before it is given one. */
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
  address: '',
};

export function createTile(image: PickedImage, number: number, words: Words): Tile {
  return {
    id: image.id,
    path: image.path,
    name: fill(words.image, { number }),
    size: image.size > 0 ? formatSize(image.size) : '',
    ...describeState({ name: 'waiting' }, words),
  };
}

export function describeState(state: UploadState, words: Words): TileState {
  const percent = percentOf(state);
  return {
    state: state.name,
    stateText: fill(words.states[state.name], { percent }),
    percent,
    reason: reasonOf(state, words),
    canRetry: state.name === 'failed' && state.error.remedy !== 'never',
    address: state.name === 'stored' ? state.object.url : '',
  };
}

function reasonOf(state: UploadState, words: Words): string {
  if (state.name === 'failed') return errorSentence(words, state.error);
  const callback = state.name === 'stored' ? state.object.callback : undefined;
  return callback?.name === 'failed' ? errorSentence(words, callback.error) : '';
}

function percentOf(state: UploadState): number {
  if (state.name === 'uploading') return state.percent;
  return state.name === 'processing' || state.name === 'stored' ? 100 : 0;
}
