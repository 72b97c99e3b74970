import type { QueueStatus, Upload, UploadError, Uploader, UploaderOptions } from '../../services/oss-upload/index';
import type { Words } from '../../words/index';
import { createAnnouncer } from './announcer';
import { bannersOf, failureOf, headOf, sentOf } from './overview';
import { createScreen, type Patch } from './screen';
import { createSpeed } from './speed';
import { canRetryTogether, type Item, isActive, isStored, pathOf, urlOf } from './tile';
import { createTileList } from './tile-list';
import { type Keys, keyOf, keysOf, type StoredValue, storedBefore } from './value';

export interface GalleryOptions {
  words: Words;
  createUploader: (events: Required<Pick<UploaderOptions, 'onChange' | 'onStatus'>>) => Uploader;
  setData: (patch: Patch) => void;
  /** Called with every error, for developers: its message says more than a person is shown. */
  report: (error: UploadError) => void;
  /** Called after each change of an image, in a later turn; without one after images were removed or brought back. */
  onChange: (upload?: Upload) => void;
  /** As in `createScreen`. */
  wait?: (callback: () => void, milliseconds: number) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** The uploader's images as they are shown. */
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
  /**
   * Takes what the page has set: what is new comes first, in its order; what is out is taken off the list.
   * @param before the keys that the page had set before
   * @param published the keys that the page knows of
   */
  take(value: readonly StoredValue[], before: Keys, published: Keys): void;
  /** Makes removals final: the next action has begun. */
  settle(): void;
  /** Retries all that failed or was cancelled. */
  retryAll(): void;
  /** Takes all stored images off the list. */
  clear(): void;
  hide(): void;
  show(): void;
  /** Stops everything; nothing is shown any more. */
  close(): void;
}

const SECOND = 1000;

export function createGallery(options: GalleryOptions): Gallery {
  const { words, createUploader, setData, report, onChange, wait = setTimeout, now = Date.now } = options;
  let status: QueueStatus = { paused: false, online: true };
  const shown: Record<string, unknown> = {};
  /** Paths. */
  const broken = new Set<string>();
  const speed = createSpeed();
  const announcer = createAnnouncer(words);
  const failures: string[] = [];
  let taken = 0;
  let isTicking = false;
  let isClosed = false;
  const screen = createScreen(setData, showNext, wait);
  const list = createTileList(words, screen, now);
  const { find, items } = list;

  function note(upload: Upload): void {
    const { state } = upload;
    if ('error' in state && state.error) report(state.error);
    const retryAt = state.name === 'waiting' && state.retryIn !== undefined ? now() + state.retryIn : undefined;
    const item = list.put(upload, retryAt);
    if (state.name === 'failed') failures.push(failureOf(item, words));
    if (retryAt !== undefined) tick();
    // The first changes come while the uploader is created.
    void Promise.resolve().then(() => onChange(upload));
  }

  /** Counts the seconds until retries. */
  function tick(): void {
    if (isTicking || isClosed) return;
    isTicking = true;
    wait(() => {
      isTicking = false;
      if (list.countDown() > 0) tick();
    }, SECOND);
  }

  function show(path: string, value: unknown): void {
    const text = JSON.stringify(value);
    if (shown[path] === text) return;
    shown[path] = text;
    screen.set(path, value);
  }

  function showNext(): boolean {
    const hasMore = list.sendNext();
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
    return hasMore;
  }

  function settle(): void {
    for (const id of list.settle()) uploader.remove(id);
  }

  const uploader = createUploader({
    onChange: note,
    onStatus(next) {
      status = next;
      screen.plan();
    },
  });

  return {
    uploader,
    find,
    items,
    pictures: () =>
      items().flatMap((item) => {
        const url = urlOf(item);
        return url && !broken.has(pathOf(item.upload)) ? { id: item.upload.image.id, url } : [];
      }),
    markBroken(id) {
      const item = find(id);
      if (item) broken.add(pathOf(item.upload));
    },
    remove(id) {
      settle();
      const item = find(id);
      if (!item) return;
      list.move(item, 'removed');
      uploader.cancel(id);
      onChange();
    },
    undo(id) {
      const item = find(id);
      if (item?.place !== 'removed') return;
      list.move(item, 'listed');
      if (item.upload.state.name === 'cancelled') uploader.retry(id);
      onChange();
    },
    take(value, before, published) {
      const keys = keysOf(value);
      const out = items().filter((item) => before.has(keyOf(item)) && !keys.has(keyOf(item)));
      for (const item of out) list.move(item, 'removed');
      if (out.length > 0) settle();
      const isKnown = ({ key }: StoredValue) => before.has(key) || published.has(key);
      if (value.every(isKnown)) return;
      list.putFirst(
        value.flatMap((one) => {
          const known = list.findStored(one.key);
          if (known) return known.upload;
          // The page has it still, and a person has removed it.
          return isKnown(one) ? [] : storedBefore(`value-${++taken}`, one);
        }),
      );
    },
    settle,
    drop(ids) {
      for (const item of ids.map(find)) if (item) list.move(item, 'gone');
    },
    retryAll() {
      settle();
      for (const { upload } of items().filter(canRetryTogether)) uploader.retry(upload.image.id);
    },
    clear() {
      for (const item of items().filter(isStored)) list.move(item, 'removed');
      settle();
      onChange();
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
