import type { QueueStatus, Upload, UploadError, Uploader, UploaderOptions } from '../../services/oss-upload/index';
import { errorSentence, type Words } from '../../words/index';
import { createAnnouncer } from './announcer';
import { bannersOf, failureOf, headOf, sentOf } from './overview';
import { createScreen, type Patch } from './screen';
import { createSpeed } from './speed';
import { canRetryTogether, type Item, isActive, type Tile, tileOf } from './tile';

export interface GalleryOptions {
  words: Words;
  createUploader: (events: Required<Pick<UploaderOptions, 'onChange' | 'onStatus'>>) => Uploader;
  setData: (patch: Patch) => void;
  /** Called with every error, for developers: its message says more than a person is shown. */
  report: (error: UploadError) => void;
  /** Called after each change of an image, in a later turn. */
  onChange: (upload: Upload) => void;
  /** Called after images were removed or brought back. */
  onRemoved: () => void;
  /** As in `createScreen`. */
  wait?: (callback: () => void, milliseconds: number) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** The tiles, in sync with the uploader. */
export interface Gallery {
  readonly uploader: Uploader;
  find(id: string): Item | undefined;
  /** Those that are listed, in the order picked. */
  items(): readonly Item[];
  /** What can be drawn, in the order of the tiles. */
  pictures(): { id: string; url: string }[];
  /** The picture of this tile cannot be drawn: not every client knows HEIC. */
  markBroken(id: string): void;
  /** Takes an image off the list, which can be undone until {@link settle}. */
  remove(id: string): void;
  undo(id: string): void;
  /** Takes duplicates off the list, which the uploader has dropped. */
  drop(ids: readonly string[]): void;
  /** Makes removals final: the next action has begun. */
  settle(): void;
  /** Why an image failed, or has no address, in a sentence. */
  reasonOf(item: Item): string | undefined;
  /** Retries all that failed or was cancelled. @returns how many */
  retryAll(): number;
  /** Drops all stored images from the list. */
  clear(): void;
  hide(): void;
  show(): void;
  /** Stops everything; nothing is shown any more. */
  close(): void;
}

/** New tiles in one `setData`. */
const STEP = 30;
const SECOND = 1000;

export function createGallery(options: GalleryOptions): Gallery {
  const { words, createUploader, setData, report, onChange, onRemoved, wait = setTimeout, now = Date.now } = options;
  /** By the index of their tiles; those that are gone keep their place, so that no list is sent again. */
  let entries: (Item & { tile: Tile; isGone: boolean })[] = [];
  let positions = new Map<string, number>();
  let sentTiles = 0;
  let status: QueueStatus = { paused: false, online: true };
  const shown: Record<string, unknown> = {};
  const broken = new Set<string>();
  /** Images of an earlier run: their only file is the copy, which is deleted once they are stored. */
  const restored = new Set<string>();
  const speed = createSpeed();
  const announcer = createAnnouncer(words);
  const failures: string[] = [];
  let isTicking = false;
  let isClosed = false;
  const screen = createScreen(setData, showNext, wait);

  const items = () => entries.filter(({ isGone, isRemoved }) => !isGone && !isRemoved);

  function note(upload: Upload): void {
    const { image, state } = upload;
    if ('error' in state && state.error) report(state.error);
    const before = positions.get(image.id);
    const known = before === undefined ? undefined : entries[before];
    const retryAt = state.name === 'waiting' && state.retryIn !== undefined ? now() + state.retryIn : undefined;
    if (!known) {
      if (image.copy === image.path) restored.add(image.id);
      const item = { upload, isRemoved: false, retryAt };
      positions.set(image.id, entries.length);
      entries.push({ ...item, tile: tileOf(item, words, now()), isGone: false });
      screen.plan();
    } else {
      // A picture that is picked again has a new file.
      if (image.path !== '' && known.tile.path !== image.path) restored.delete(image.id);
      Object.assign(known, { upload, retryAt });
      draw(known);
    }
    if (state.name === 'failed') failures.push(failureOf({ upload, isRemoved: false, retryAt }, words));
    if (retryAt !== undefined) tick();
    // The first changes come while the uploader is created.
    void Promise.resolve().then(() => onChange(upload));
  }

  /** Sets only what has changed. */
  function draw(entry: (typeof entries)[number]): void {
    const index = positions.get(entry.tile.id) ?? 0;
    const next = entry.isGone ? { ...entry.tile, look: 'gone' as const } : tileOf(entry, words, now());
    for (const [name, value] of Object.entries(next)) {
      if (Reflect.get(entry.tile, name) === value) continue;
      if (index < sentTiles) screen.set(`tiles[${index}].${name}`, value);
    }
    entry.tile = next;
    screen.plan();
  }

  /** Counts the seconds until retries. */
  function tick(): void {
    if (isTicking || isClosed) return;
    isTicking = true;
    wait(() => {
      isTicking = false;
      const waiting = entries.filter(({ tile }) => tile.look === 'retrying');
      waiting.forEach(draw);
      if (waiting.length > 0) tick();
    }, SECOND);
  }

  function show(path: string, value: unknown): void {
    const text = JSON.stringify(value);
    if (shown[path] === text) return;
    shown[path] = text;
    screen.set(path, value);
  }

  function showNext(): boolean {
    const end = Math.min(entries.length, sentTiles + STEP);
    for (; sentTiles < end; sentTiles++) screen.set(`tiles[${sentTiles}]`, { ...entries[sentTiles]?.tile });
    const listed = items();
    speed.note(
      listed.reduce((sum, item) => sum + sentOf(item), 0),
      now(),
    );
    const head = headOf(listed, status, speed, words);
    for (const [name, value] of Object.entries(head)) show(`head.${name}`, value);
    show('banners', bannersOf(listed, words));
    show('count', listed.length);
    show('hold', status.paused ? words.states.paused : status.online ? '' : words.states.offline);
    const said = announcer.update(head.done, listed.filter(isActive).length, head.title, failures);
    if (said !== undefined) show('live', said);
    return sentTiles < entries.length;
  }

  function settle(): void {
    const removed = entries.filter(({ isRemoved, isGone }) => isRemoved && !isGone);
    for (const entry of removed) {
      entry.isGone = true;
      uploader.remove(entry.tile.id);
      draw(entry);
    }
    if (entries.some(({ isGone }) => !isGone)) return;
    entries = [];
    positions = new Map();
    sentTiles = 0;
    if (removed.length > 0) screen.set('tiles', []);
  }

  const uploader = createUploader({
    onChange: note,
    onStatus(next) {
      status = next;
      screen.plan();
    },
  });
  const find = (id: string) => entries[positions.get(id) ?? -1];

  return {
    uploader,
    find,
    items,
    pictures: () =>
      items().flatMap(({ tile, upload: { state } }) => {
        const url = state.name === 'stored' && restored.has(tile.id) ? state.object.url : tile.path;
        return url && !broken.has(tile.path) ? { id: tile.id, url } : [];
      }),
    markBroken(id) {
      const entry = find(id);
      if (entry) broken.add(entry.tile.path);
    },
    remove(id) {
      settle();
      const entry = find(id);
      if (!entry) return;
      entry.isRemoved = true;
      uploader.cancel(id);
      draw(entry);
      onRemoved();
    },
    undo(id) {
      const entry = find(id);
      if (!entry?.isRemoved) return;
      entry.isRemoved = false;
      if (entry.upload.state.name === 'cancelled') uploader.retry(id);
      draw(entry);
      onRemoved();
    },
    settle,
    drop(ids) {
      for (const id of ids) {
        const entry = find(id);
        if (!entry) continue;
        entry.isGone = true;
        draw(entry);
      }
    },
    reasonOf({ upload: { state } }) {
      if (state.name === 'stored' && state.object.url === undefined) return words.noAddress;
      return state.name === 'failed' ? errorSentence(words, state.error) : undefined;
    },
    retryAll() {
      settle();
      const failed = items().filter(canRetryTogether);
      for (const { upload } of failed) uploader.retry(upload.image.id);
      return failed.length;
    },
    clear() {
      for (const entry of items()) if (entry.upload.state.name === 'stored') Object.assign(entry, { isRemoved: true });
      settle();
      onRemoved();
    },
    hide: screen.hide,
    show: screen.show,
    close() {
      isClosed = true;
      settle();
      screen.hide();
      uploader.close();
    },
  };
}
