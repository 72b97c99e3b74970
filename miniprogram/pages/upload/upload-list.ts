import { createTile, describeUpload, type Tile } from '../../components/upload-tile/tile';
import {
  isRetriable,
  type PickedImage,
  type QueueOptions,
  type QueueStatus,
  type Upload,
  type UploadError,
  type UploadQueue,
} from '../../services/oss-upload/index';
import type { Timer } from '../../services/oss-upload/wx/timer';
import { fill, type Words } from '../../words/index';
import { createScreen, type Patch } from './screen';

export interface UploadListOptions {
  words: Words;
  createQueue: (events: Required<Pick<QueueOptions, 'onChange' | 'onStatus'>>) => UploadQueue;
  setData: (patch: Patch) => void;
  timer: Timer;
  /** Gets every error, whose message says more than a person is shown. */
  report: (error: UploadError) => void;
}

/** What the page says of all images, and which controls it offers. */
export interface Overview {
  summary: string;
  isPaused: boolean;
  /** True where something can be paused or cancelled. */
  isBusy: boolean;
  canRetryFailed: boolean;
}

/** The tiles of the page, kept in step with the upload queue. */
export interface UploadList {
  readonly queue: UploadQueue;
  tile(id: string): Tile | undefined;
  /** What a tile shows large, in the order of the tiles. */
  pictures(): { id: string; url: string }[];
  /** Resolves with how many of them were in the list already. */
  add(images: readonly PickedImage[]): Promise<number>;
  /** Cancels an image that is not final, and takes one off the list that is. */
  dismiss(id: string): void;
  hide(): void;
  show(): void;
  /** Stops everything; nothing is shown any more. */
  close(): void;
}

export function createUploadList({ words, createQueue, setData, timer, report }: UploadListOptions): UploadList {
  let tiles: Tile[] = [];
  let positions = new Map<string, number>();
  let createdSoFar = 0;
  let status: QueueStatus = { paused: false, online: true };
  let shown: Partial<Overview> = {};
  /** Images of an earlier run: their only file is the copy, which is gone once they are stored. */
  const left = new Set<string>();
  const retriable = new Set<string>();
  const screen = createScreen(setData, timer, showOverview);

  function onChange(upload: Upload): void {
    const { image, state } = upload;
    if ('error' in state && state.error) report(state.error);
    if (isRetriable(state)) retriable.add(image.id);
    else retriable.delete(image.id);
    const index = positions.get(image.id);
    const tile = index === undefined ? undefined : tiles[index];
    if (!tile) {
      if (image.copy === image.path) left.add(image.id);
      positions.set(image.id, tiles.length);
      const created = createTile(upload, ++createdSoFar, words);
      screen.set(`tiles[${tiles.length}]`, created);
      tiles.push({ ...created });
      return;
    }
    // One whose file had vanished has another when it is picked again.
    if (tile.path !== image.path) left.delete(image.id);
    for (const [name, value] of Object.entries({ path: image.path, ...describeUpload(upload, words) })) {
      if (Reflect.get(tile, name) === value) continue;
      Reflect.set(tile, name, value);
      screen.set(`tiles[${index}].${name}`, value);
    }
  }

  function onStatus(now: QueueStatus): void {
    status = now;
    screen.set('isPaused', now.paused);
  }

  function takeAway(ids: readonly string[]): void {
    if (ids.length === 0) return;
    tiles = tiles.filter(({ id }) => !ids.includes(id));
    for (const id of ids) retriable.delete(id);
    positions = new Map(tiles.map(({ id }, index) => [id, index]));
    screen.forget('tiles');
    screen.set('tiles', tiles);
  }

  /** Only what differs from what is shown. */
  function showOverview(): void {
    const now = { ...overviewOf(tiles, status, words), canRetryFailed: retriable.size > 1 };
    for (const [name, value] of Object.entries(now)) {
      if (Reflect.get(shown, name) !== value) screen.set(name, value);
    }
    shown = now;
  }

  const queue = createQueue({ onChange, onStatus });
  const tileOf = (id: string) => tiles[positions.get(id) ?? -1];
  return {
    queue,
    tile: tileOf,
    pictures: () => tiles.map(({ id, path, address }) => ({ id, url: left.has(id) && address ? address : path })),
    async add(images) {
      const twice = await queue.add(images);
      takeAway(twice.map(({ id }) => id));
      return twice.length;
    },
    dismiss(id) {
      if (tileOf(id)?.canCancel) {
        queue.cancel(id);
        return;
      }
      queue.remove(id);
      takeAway([id]);
    },
    hide: screen.hide,
    show: screen.show,
    close() {
      screen.hide();
      queue.close();
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
  };
}
