import { createUploader, UploadError } from '../../services/oss-upload/index';
import { fill, plural, type Words, wordsFor } from '../../words/index';
import { actionsFor, actionsForAll, addressesOf, pickFailure, showActions, takeWay, type Way } from './actions';
import { uploaderDefaults } from './defaults';
import { createGallery, type Gallery } from './gallery';
import { createNotice, type Notice } from './notice';
import type { Banner, Head } from './overview';
import { properties } from './properties';
import { createPublisher, type Publisher } from './publisher';
import type { Tile } from './tile';

interface TileEvent {
  detail: { id: string };
}

const head: Head = { title: '', sent: '', speed: '', left: '', done: 0, button: '' };
const noFailure = { text: '', way: '' as Way | '', wayText: '' };

/** In px: what sticks to the top covers what is scrolled there. */
const HEAD_HEIGHT = 110;

/** Set in `attached`, before any method runs. */
interface State {
  words: Words;
  gallery: Gallery;
  notice: Notice;
  publisher: Publisher;
}

/** Picks images, uploads them and shows how far each is. */
Component({
  behaviors: ['wx://form-field'],
  externalClasses: ['oss-class'],
  properties,

  data: {
    words: wordsFor('zh_CN'),
    head,
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
  },

  lifetimes: {
    attached() {
      const { policyUrl, policy, parallel, owner, queue, publicUrl, texts } = this.data;
      const words: Words = { ...wordsFor(wx.getAppBaseInfo().language), ...texts };
      const defaults = uploaderDefaults();
      const publisher = createPublisher({
        items: () => this.own().gallery.items(),
        trigger: (event, detail) => this.triggerEvent(event, detail),
        setValue: (value) => this.setData({ value }),
        keepScreenOn: (on) => this.keepScreenOn(on),
      });
      const gallery = createGallery({
        words,
        setData: (patch) => this.setData(patch),
        report: (error) => console.warn(error.message, error.details),
        onChange: publisher.publish,
        onRemoved: publisher.publishValue,
        createUploader: (events) =>
          createUploader({
            ...defaults,
            policy: { url: policyUrl, ...defaults.policy, ...policy },
            parallel,
            name: queue,
            ...(owner === '' ? {} : { owner }),
            ...(publicUrl === '' ? {} : { publicUrl: publicUrl === 'private' ? '' : publicUrl }),
            ...events,
          }),
      });
      const notice = createNotice((shown) => this.setData({ notice: shown }));
      const state: State = { words, gallery, notice, publisher };
      Object.assign(this, state);
      this.setData({ words });
    },
    detached() {
      const { gallery, notice } = this.own();
      notice.close();
      this.keepScreenOn(false);
      gallery.close();
    },
  },

  pageLifetimes: {
    show() {
      const { gallery, publisher } = this.own();
      gallery.show();
      this.keepScreenOn(publisher.isBusy);
    },
    hide() {
      this.own().gallery.hide();
    },
  },

  methods: {
    /** Opens the picker. */
    async pick() {
      const { gallery, words, notice } = this.own();
      const { count, max, perPick } = this.data;
      gallery.settle();
      const room = Math.min(perPick, max - count);
      if (room < 1) return;
      this.setData({ pickFailed: noFailure });
      try {
        const { added, duplicates } = await gallery.uploader.pick({ count: room });
        gallery.drop(duplicates.map(({ image }) => image.id));
        const restarted = duplicates.filter(({ existing }) => existing.state.name !== 'stored').length;
        const stored = duplicates.length - restarted;
        if (restarted > 0) notice.say(plural(words.restarted, restarted));
        if (stored > 0) notice.say(plural(words.duplicates, stored));
        const [first] = added;
        if (first && count > 0) this.scrollTo(first.id);
      } catch (error) {
        if (!(error instanceof UploadError)) throw error;
        this.setData({ pickFailed: pickFailure(error, words) });
      }
    },
    pause() {
      this.own().gallery.uploader.pause();
    },
    resume() {
      this.own().gallery.uploader.resume();
    },
    /** Retries all that failed or was cancelled. */
    retryAll() {
      this.own().gallery.retryAll();
    },
    /** Cancels what is not stored; it can be retried. */
    cancelAll() {
      this.own().gallery.uploader.cancelAll();
    },
    /** Takes what is stored off the list. */
    clear() {
      this.own().gallery.clear();
    },
    copyAll() {
      this.copyText(addressesOf(this.own().gallery.items()).join('\n'));
    },

    more() {
      const { gallery, words } = this.own();
      gallery.settle();
      showActions(actionsForAll(gallery, words, (text) => this.copyText(text)));
    },
    open({ detail: { id } }: TileEvent) {
      const { gallery } = this.own();
      gallery.settle();
      const state = gallery.find(id)?.upload.state;
      if (state?.name === 'failed' && !this.data.readOnly) this.menu({ detail: { id } });
      else if (state?.name === 'cancelled' || (state?.name === 'waiting' && state.error)) gallery.uploader.retry(id);
      else this.preview(id);
    },
    menu({ detail: { id } }: TileEvent) {
      const { gallery, words } = this.own();
      const item = gallery.find(id);
      if (item === undefined || this.data.readOnly) return;
      const copy = (text: string) => this.copyText(text);
      showActions(actionsFor(item, gallery, words, copy), gallery.reasonOf(item));
    },
    remove({ detail: { id } }: TileEvent) {
      this.own().gallery.remove(id);
    },
    undo({ detail: { id } }: TileEvent) {
      this.own().gallery.undo(id);
    },
    broken({ detail: { id } }: TileEvent) {
      this.own().gallery.markBroken(id);
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
      const pictures = this.own().gallery.pictures();
      const current = pictures.find((picture) => picture.id === id);
      if (current) wx.previewImage({ current: current.url, urls: pictures.map(({ url }) => url) });
    },
    copyText(data: string) {
      const { words, notice } = this.own();
      wx.setClipboardData({ data, fail: () => notice.show(words.copyFailed, data) });
    },
    scrollTo(id: string) {
      wx.pageScrollTo({ selector: `.uploader >>> #tile-${id}`, offsetTop: -HEAD_HEIGHT });
    },
    keepScreenOn(keepScreenOn: boolean) {
      // Not on Windows and Mac: https://developers.weixin.qq.com/miniprogram/dev/api/device/screen/wx.setKeepScreenOn.html
      wx.setKeepScreenOn({ keepScreenOn, fail: () => {} });
    },
    /** The state that `attached` has set. */
    own(): State {
      return this as unknown as State; // WeChat's types know no fields of an instance
    },
  },
});
