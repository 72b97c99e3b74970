import type { Upload } from '../../services/oss-upload/index';
import type { Words } from '../../words/index';
import type { Screen } from './screen';
import { type Item, type Tile, tileOf } from './tile';
import { keyOf } from './value';

interface Entry extends Item {
  /** As it was drawn last. */
  tile: Tile;
}

/** The tiles in their order. Those that are gone keep their place, so that the list is not sent again. */
export interface TileList {
  find(id: string): Item | undefined;
  /** Of those that are not gone. */
  findStored(key: string): Item | undefined;
  /** Those that are listed. */
  items(): readonly Item[];
  /** Adds an image, or changes it. One that has the key of another takes its place. */
  put(upload: Upload, retryAt: number | undefined): Item;
  /** Puts these uploads first, and sends the list anew. */
  putFirst(uploads: readonly Upload[]): void;
  move(item: Item, place: Item['place']): void;
  /** Counts down to the retries. @returns how many wait for one */
  countDown(): number;
  /** Lets those that were removed go. @returns their ids */
  settle(): string[];
  /** Sends the next new tiles. @returns whether there are more */
  sendNext(): boolean;
}

/** New tiles in one `setData`. */
const STEP = 30;

/** @param now milliseconds since 1970 */
export function createTileList(words: Words, { set, plan }: Pick<Screen, 'set' | 'plan'>, now: () => number): TileList {
  let entries: Entry[] = [];
  let sent = 0;

  /** Sets only what has changed. */
  function draw(entry: Entry): void {
    const index = entry.number - 1;
    const next = tileOf(entry, words, now());
    for (const [name, value] of Object.entries(next)) {
      if (index < sent && Reflect.get(entry.tile, name) !== value) set(`tiles[${index}].${name}`, value);
    }
    entry.tile = next;
    plan();
  }

  const find = (id: string) => entries.find(({ tile }) => tile.id === id);
  const findStored = (key: string) => entries.find((entry) => entry.place !== 'gone' && keyOf(entry) === key);

  function createEntry(upload: Upload, retryAt?: number): Entry {
    const item: Item = { upload, number: entries.length + 1, place: 'listed', retryAt, copy: upload.image.copy };
    return { ...item, tile: tileOf(item, words, now()) };
  }

  return {
    find,
    findStored,
    items: () => entries.filter(({ place }) => place === 'listed'),
    put(upload, retryAt) {
      const { image, state } = upload;
      const known = find(image.id) ?? (state.name === 'stored' ? findStored(state.object.key) : undefined);
      if (known) {
        Object.assign(known, { upload, retryAt, copy: image.copy ?? known.copy });
        draw(known);
        return known;
      }
      const entry = createEntry(upload, retryAt);
      entries.push(entry);
      plan();
      return entry;
    },
    putFirst(uploads) {
      const first = uploads.map((upload) => find(upload.image.id) ?? createEntry(upload));
      entries = [...first, ...entries.filter((entry) => !first.includes(entry))];
      sent = 0;
      set('tiles', []);
      for (const [index, entry] of entries.entries()) {
        entry.number = index + 1;
        draw(entry);
      }
    },
    move({ upload }, place) {
      const entry = find(upload.image.id);
      if (!entry) return;
      entry.place = place;
      draw(entry);
    },
    countDown() {
      const waiting = entries.filter(({ tile }) => tile.look === 'retrying');
      waiting.forEach(draw);
      return waiting.length;
    },
    settle() {
      const removed = entries.filter(({ place }) => place === 'removed');
      for (const entry of removed) {
        entry.place = 'gone';
        draw(entry);
      }
      if (removed.length > 0 && entries.every(({ place }) => place === 'gone')) {
        entries = [];
        sent = 0;
        set('tiles', []);
      }
      return removed.map(({ tile }) => tile.id);
    },
    sendNext() {
      const end = Math.min(entries.length, sent + STEP);
      for (; sent < end; sent++) set(`tiles[${sent}]`, entries[sent]?.tile);
      return sent < entries.length;
    },
  };
}
