import { UploadError } from '../../services/oss-upload/index';
import { fill, type Words, wordsFor } from '../../words/index';
import { actionsFor, actionsForAll, addressesOf, reasonOf, showActions } from './actions';
import type { Banner, Head } from './overview';
import { createParts, keepScreenOn, type Parts } from './parts';
import { pickFailure, pickImages, takeWay, type Way } from './pick';
import type { Tile, TileAct } from './tile';

interface TileEvent {
  detail: { id: string; act: TileAct };
}

const noFailure = { text: '', way: '' as Way | '', wayText: '' };

/** In px: what sticks to the top covers what is scrolled there. */
const HEAD_HEIGHT = 110;

/** Picks images, uploads them and shows how far each is. */
Component({
  behaviors: ['wx://form-field'],
  externalClasses: ['oss-class'],
  options: { multipleSlots: true },
  /** docs/component.md describes them. */
  properties: {
    /** The backend's address for signed policies. */
    policyUrl: String,
    /** Further parts of the policy request, and its defaults: see `PolicyRequest`. Functions: `setUploaderDefaults`. */
    policy: Object,
    /** Images at most. */
    max: { type: Number, value: 30 },
    /** Images in one pick at most, 1 to 9. */
    perPick: { type: Number, value: 9 },
    /** Uploads at once at most, 1 to 10. */
    parallel: { type: Number, value: 10 },
    /** Whose images these are. */
    owner: String,
    /** Sets uploaders apart that are shown at the same time. */
    queue: { type: String, value: 'default' },
    /** Where stored objects are read, if not where they are posted; `private`: nowhere. */
    publicUrl: String,
    /** Replaces words of ../../words, in the page's language. */
    texts: Object,
    readOnly: Boolean,
    /** The slots `empty` and `add` are filled, which cannot be asked. */
    customEmpty: Boolean,
    customAdd: Boolean,
    /** The stored images, `{ key, url }` each, in the order of the tiles: to begin with, and as it changes; see publisher.ts. */
    value: { type: Array, value: [] as { key: string; url?: string }[] },
  },

  data: {
    words: wordsFor('zh_CN'),
    head: {} as Partial<Head>,
    tiles: [] as Tile[],
    banners: [] as Banner[],
    count: 0,
    hold: '',
    live: '',
    addText: '',
    notice: { text: '', address: '' },
    pickFailed: noFailure,
  },

  observers: {
    'count, max, words'(count: number, max: number, words: Words) {
      this.setData({ addText: fill(count >= max ? words.full : words.add, { count, max }) });
    },
    value(value: readonly unknown[] | null) {
      // Also called before `attached`, on some clients.
      (this.parts() as Partial<Parts>).publisher?.take(value);
    },
  },

  lifetimes: {
    attached() {
      Object.assign(this, createParts(this));
    },
    detached() {
      const { gallery, notice } = this.parts();
      notice.close();
      keepScreenOn(false);
      gallery.close();
    },
  },

  pageLifetimes: {
    show() {
      const { gallery, publisher } = this.parts();
      gallery.show();
      keepScreenOn(publisher.isBusy);
    },
    hide() {
      this.parts().gallery.hide();
    },
  },

  methods: {
    /** Opens the picker. */
    async pick() {
      const { gallery, words } = this.parts();
      const { count, max, perPick } = this.data;
      gallery.settle();
      const room = Math.min(perPick, max - count);
      if (room < 1) return;
      this.setData({ pickFailed: noFailure });
      try {
        const first = await pickImages(this.parts(), room);
        if (first && count > 0) this.scrollTo(first);
      } catch (error) {
        if (!(error instanceof UploadError)) throw error;
        this.setData({ pickFailed: pickFailure(error, words) });
      }
    },
    pause() {
      this.parts().gallery.uploader.pause();
    },
    resume() {
      this.parts().gallery.uploader.resume();
    },
    /** Retries all that failed or was cancelled. */
    retryAll() {
      this.parts().gallery.retryAll();
    },
    /** Cancels what is not stored; it can be retried. */
    cancelAll() {
      this.parts().gallery.uploader.cancelAll();
    },
    /** Takes what is stored off the list. */
    clear() {
      this.parts().gallery.clear();
    },
    copyAll() {
      this.copyText(addressesOf(this.parts().gallery.items()).join('\n'));
    },

    more() {
      const { gallery, words } = this.parts();
      gallery.settle();
      showActions(actionsForAll(gallery, words, (text) => this.copyText(text)));
    },
    act({ detail: { id, act } }: TileEvent) {
      if (act === 'open') this.open(id);
      else if (act === 'menu') this.menu(id);
      else this.parts().gallery[act](id);
    },
    open(id: string) {
      const { gallery } = this.parts();
      gallery.settle();
      const state = gallery.find(id)?.upload.state;
      if (this.data.readOnly) this.preview(id);
      else if (state?.name === 'failed') this.menu(id);
      else if (state?.name === 'cancelled' || (state?.name === 'waiting' && state.error)) gallery.uploader.retry(id);
      else this.preview(id);
    },
    menu(id: string) {
      const { gallery, words } = this.parts();
      const item = gallery.find(id);
      if (item === undefined || this.data.readOnly) return;
      const copy = (text: string) => this.copyText(text);
      showActions(actionsFor(item, gallery, words, copy), reasonOf(item, words));
    },
    see(event: { currentTarget: { dataset: { id?: string } } }) {
      this.scrollTo(event.currentTarget.dataset.id ?? '');
    },
    takeWay() {
      const { way } = this.data.pickFailed;
      if (way !== '') takeWay(way);
      this.setData({ pickFailed: noFailure });
    },

    preview(id: string) {
      const pictures = this.parts().gallery.pictures();
      const current = pictures.find((picture) => picture.id === id);
      if (current) wx.previewImage({ current: current.url, urls: pictures.map(({ url }) => url) });
    },
    copyText(data: string) {
      const { words, notice } = this.parts();
      wx.setClipboardData({ data, fail: () => notice.show(words.copyFailed, data) });
    },
    scrollTo(id: string) {
      // It fails where the tile is gone by then: there is nothing to scroll to.
      wx.pageScrollTo({ selector: `.uploader >>> #tile-${id}`, offsetTop: -HEAD_HEIGHT, fail: () => {} });
    },
    /** What `attached` has set, before any method runs. */
    parts(): Parts {
      return this as unknown as Parts; // WeChat's types know no fields of an instance
    },
  },
});
