import { createTile, describeUpload, pathOf, type Tile } from '../../components/upload-tile/tile';
import {
  type QueueStatus,
  retryOf,
  type Upload,
  type UploadError,
  type Uploader,
  type UploaderOptions,
} from '../../services/oss-upload/index';
import { fill, type Words } from '../../words/index';
import { createScreen, type Patch } from './screen';

export interface UploadListOptions {
  words: Words;
  createUploader: (events: Required<Pick<UploaderOptions, 'onChange' | 'onStatus'>>) => Uploader;
  setData: (patch: Patch) => void;
  /** Called with every error, for developers: its message says more than a person is shown. */
  report: (error: UploadError) => void;
  /** As in `createScreen`. */
  wait?: (callback: () => void, milliseconds: number) => void;
}

/** The summary of all images, and which controls the page offers. */
export interface Overview {
  summary: string;
  isPaused: boolean;
  /** True where something can be paused or cancelled. */
  isBusy: boolean;
  canRetryFailed: boolean;
  /** True where something is stored, which can be taken off the list. */
  canClear: boolean;
}

/** The tiles of the page, in sync with the uploader. */
export interface UploadList {
  readonly uploader: Uploader;
  tile(id: string): Tile | undefined;
  /** The full-size pictures, in the order of the tiles. */
  pictures(): { id: string; url: string }[];
  /** Lets the user pick images. Resolves with how many of them are in the list already. */
  pick(count: number): Promise<number>;
  /** Takes all stored images off the list. */
  clear(): void;
  /** Cancels an image that is not final, and removes one that is. */
  dismiss(id: string): void;
  hide(): void;
  show(): void;
  /** Stops everything; nothing is shown any more. */
  close(): void;
}

export function createUploadList(options: UploadListOptions): UploadList {
  const { words, createUploader, setData, report, wait } = options;
  let tiles: Tile[] = [];
  let positions = new Map<string, number>();
  let status: QueueStatus = { paused: false, online: true };
  let shown: Partial<Overview> = {};
  /** Images of an earlier run: their only file is the copy, which is deleted once they are stored. */
  const restored = new Set<string>();
  const retriable = new Set<string>();
  const screen = createScreen(setData, showOverview, wait);

  function onChange(upload: Upload): void {
    const { image, state } = upload;
    if ('error' in state && state.error) report(state.error);
    if (retryOf(state) === 'together') retriable.add(image.id);
    else retriable.delete(image.id);
    const index = positions.get(image.id);
    const tile = index === undefined ? undefined : tiles[index];
    if (!tile) {
      if (image.copy === image.path) restored.add(image.id);
      positions.set(image.id, tiles.length);
      const created = createTile(upload, words);
      screen.set(`tiles[${tiles.length}]`, created);
      tiles.push({ ...created });
      return;
    }
    // A picture that is picked again has a new file.
    if (image.path !== '' && tile.path !== image.path) restored.delete(image.id);
    for (const [name, value] of Object.entries({ ...pathOf(upload), ...describeUpload(upload, words) })) {
      if (Reflect.get(tile, name) === value) continue;
      Reflect.set(tile, name, value);
      screen.set(`tiles[${index}].${name}`, value);
    }
  }

  function onStatus(now: QueueStatus): void {
    status = now;
    screen.set('isPaused', now.paused);
  }

  function removeTiles(ids: readonly string[]): void {
    if (ids.length === 0) return;
    tiles = tiles.filter(({ id }) => !ids.includes(id));
    for (const id of ids) retriable.delete(id);
    positions = new Map(tiles.map(({ id }, index) => [id, index]));
    screen.drop('tiles');
    screen.set('tiles', tiles);
  }

  /** Sets only what has changed. */
  function showOverview(): void {
    const now = { ...overviewOf(tiles, status, words), canRetryFailed: retriable.size > 1 };
    for (const [name, value] of Object.entries(now)) {
      if (Reflect.get(shown, name) !== value) screen.set(name, value);
    }
    shown = now;
  }

  const uploader = createUploader({ onChange, onStatus });
  const tileOf = (id: string) => tiles[positions.get(id) ?? -1];
  return {
    uploader,
    tile: tileOf,
    pictures: () => tiles.map(({ id, path, address }) => ({ id, url: restored.has(id) && address ? address : path })),
    async pick(count) {
      const { duplicates } = await uploader.pick({ count });
      removeTiles(duplicates.map(({ image }) => image.id));
      return duplicates.length;
    },
    clear() {
      uploader.clearStored();
      removeTiles(tiles.flatMap(({ id, state }) => (state === 'stored' ? id : [])));
    },
    dismiss(id) {
      if (tileOf(id)?.canCancel) {
        uploader.cancel(id);
        return;
      }
      uploader.remove(id);
      removeTiles([id]);
    },
    hide: screen.hide,
    show: screen.show,
    close() {
      screen.hide();
      uploader.close();
    },
  };
}

function overviewOf(
  tiles: readonly Tile[],
  { paused, online }: QueueStatus,
  words: Words,
): Omit<Overview, 'canRetryFailed'> {
  const count = (fits: (tile: Tile) => boolean) => tiles.filter(fits).length;
  const stored = count(({ state }) => state === 'stored');
  const failed = count(({ state }) => state === 'failed');
  const isBusy = tiles.some(({ canCancel }) => canCancel);
  const parts = [fill(words.summary, { stored, all: tiles.length })];
  if (failed > 0) parts.push(fill(words.someFailed, { failed }));
  if (isBusy && paused) parts.push(words.paused);
  else if (isBusy && !online) parts.push(words.offline);
  return {
    summary: tiles.length === 0 ? '' : parts.join(' · '),
    isPaused: paused,
    isBusy,
    canClear: stored > 0,
  };
}
