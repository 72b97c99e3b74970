import type { Tile } from '../../components/upload-tile/tile';
import { limits, policyDefaults, policyRequest, policyUrl } from '../../config';
import { createUploader, UploadError } from '../../services/oss-upload/index';
import { errorSentence, fill, wordsFor } from '../../words/index';
import { createUploadList, type Overview, type UploadList } from './upload-list';

interface TileEvent {
  detail: { id: string };
}

const overview: Overview = { summary: '', isPaused: false, isBusy: false, canRetryFailed: false, canClear: false };

const data = {
  words: wordsFor('zh_CN'),
  tiles: [] as Tile[],
  ...overview,
  /** Why picking failed, or how many of the images were duplicates; empty otherwise. */
  notice: '',
};

type Methods = {
  /** The page's own lifecycle: https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/component.html */
  onShow(): void;
  onHide(): void;
  pick(): Promise<void>;
  preview(event: TileEvent): void;
  copy(event: TileEvent): void;
  retry(event: TileEvent): void;
  dismiss(event: TileEvent): void;
  pause(): void;
  resume(): void;
  cancelAll(): void;
  retryFailed(): void;
  clear(): void;
};

/** Set in `attached`, before any method runs. */
type State = { list: UploadList };

/** Wires the page: taps go to the list, and its changes to `setData`. */
Component<typeof data, Record<never, never>, Methods, [], State>({
  data,

  lifetimes: {
    attached() {
      const words = wordsFor(wx.getAppBaseInfo().language);
      this.setData({ words });
      wx.setNavigationBarTitle({ title: words.title });

      const { envVersion } = wx.getAccountInfoSync().miniProgram;
      this.list = createUploadList({
        words,
        setData: (patch) => this.setData(patch),
        report: (error) => console.warn(error.message, error.details),
        createUploader: (events) =>
          createUploader({
            policy: {
              url: policyUrl(envVersion),
              timeout: limits.policyTimeout,
              parts: policyRequest,
              defaults: policyDefaults,
            },
            parallel: limits.parallelUploads,
            uploadTimeout: limits.uploadTimeout,
            ...events,
          }),
      });
    },
    detached() {
      this.list.close();
    },
  },

  methods: {
    onShow() {
      this.list.show();
    },
    onHide() {
      this.list.hide();
    },
    async pick() {
      this.setData({ notice: '' });
      const { words } = this.data;
      try {
        const count = await this.list.pick(limits.imagesPerPick);
        if (count > 0) this.setData({ notice: fill(words.alreadyHere, { count }) });
      } catch (error) {
        if (!(error instanceof UploadError)) throw error;
        this.setData({ notice: errorSentence(words, error) });
      }
    },
    preview({ detail }) {
      const pictures = this.list.pictures();
      const current = pictures.find(({ id }) => id === detail.id);
      if (current) wx.previewImage({ current: current.url, urls: pictures.map(({ url }) => url) });
    },
    copy({ detail }) {
      const stored = this.list.tile(detail.id);
      if (stored?.address) wx.setClipboardData({ data: stored.address });
    },
    retry({ detail }) {
      this.list.uploader.retry(detail.id);
    },
    dismiss({ detail }) {
      this.list.dismiss(detail.id);
    },
    pause() {
      this.list.uploader.pause();
    },
    resume() {
      this.list.uploader.resume();
    },
    cancelAll() {
      this.list.uploader.cancelAll();
    },
    retryFailed() {
      this.list.uploader.retryFailed();
    },
    clear() {
      this.list.clear();
    },
  },
});
