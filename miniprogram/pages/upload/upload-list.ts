import { createTile, describeState, type Tile } from '../../components/upload-tile/tile';
import type { PickedImage, UploadError, UploadQueue, UploadState } from '../../services/oss-upload/index';
import { fill, type Words } from '../../words/index';

/** What `setData` takes: paths and their new values. */
export type Patch = Record<string, unknown>;

export interface UploadListOptions {
  words: Words;
  createQueue: (onChange: (image: PickedImage, state: UploadState) => void) => UploadQueue;
  /** Shows what changed, and nothing else. */
  show: (patch: Patch) => void;
  /** Gets every error, whose message says more than a person is shown. */
  report: (error: UploadError) => void;
}

/** The tiles of the page, kept in step with the upload queue. */
export interface UploadList {
  readonly tiles: readonly Tile[];
  add(images: readonly PickedImage[]): void;
  retry(id: string): void;
  remove(id: string): void;
  /** Stops everything; nothing is shown any more. */
  close(): void;
}

export function createUploadList({ words, createQueue, show, report }: UploadListOptions): UploadList {
  let tiles: Tile[] = [];
  let pickedSoFar = 0;

  const queue = createQueue((image, state) => {
    const index = tiles.findIndex(({ id }) => id === image.id);
    const tile = tiles[index];
    if (!tile) return;
    if (state.name === 'failed') report(state.error);
    const changed = Object.entries(describeState(state, words)).filter(
      ([name, value]) => tile[name as keyof Tile] !== value,
    );
    if (changed.length === 0) return;
    tiles[index] = Object.assign(tile, Object.fromEntries(changed));
    const patch: Patch = Object.fromEntries(changed.map(([name, value]) => [`tiles[${index}].${name}`, value]));
    show(changed.some(([name]) => name === 'state') ? { ...patch, summary: summary() } : patch);
  });

  function summary(): string {
    if (tiles.length === 0) return '';
    return fill(words.summary, { stored: tiles.filter(({ state }) => state === 'stored').length, all: tiles.length });
  }

  return {
    get tiles() {
      return tiles;
    },
    add(images) {
      const patch: Patch = {};
      for (const image of images) {
        const tile = createTile(image, ++pickedSoFar, words);
        patch[`tiles[${tiles.length}]`] = { ...tile };
        tiles.push(tile);
      }
      if (images.length === 0) return;
      show({ ...patch, summary: summary() });
      queue.add(images);
    },
    retry: (id) => queue.retry(id),
    remove(id) {
      tiles = tiles.filter((tile) => tile.id !== id);
      show({ tiles, summary: summary() });
      queue.remove(id);
    },
    close() {
      const ids = tiles.map(({ id }) => id);
      tiles = [];
      for (const id of ids) queue.remove(id);
    },
  };
}
