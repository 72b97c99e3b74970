import type { Tile } from '../../components/upload-tile/tile';
import { limits, policyDefaults, policyRequest, policyUrl } from '../../config';
import {
  createPolicySource,
  createUploadQueue,
  fetchPolicy,
  pickImages,
  UploadError,
  uniqueName,
  uploadImage,
} from '../../services/oss-upload/index';
import { errorSentence, wordsFor } from '../../words/index';
import { createUploadList, type UploadList } from './upload-list';

interface TileEvent {
  detail: { id: string };
}

const data = {
  words: wordsFor('zh_CN'),
  tiles: [] as Tile[],
  summary: '',
  /** Why picking failed; empty otherwise. */
  notice: '',
};

type Methods = {
  pick(): Promise<void>;
  preview(event: TileEvent): void;
  copy(event: TileEvent): void;
  retry(event: TileEvent): void;
  remove(event: TileEvent): void;
};

/** Set in `attached`; a component's methods run only after that. */
type State = { list: UploadList };

const now = () => Date.now();
const createName = () => uniqueName(now(), Math.random);

/** Wiring only: taps go to the list, and what the list changes goes to `setData`. */
Component<typeof data, Record<never, never>, Methods, [], State>({
  data,

  lifetimes: {
    attached() {
      const words = wordsFor(wx.getAppBaseInfo().language);
      this.setData({ words });
      wx.setNavigationBarTitle({ title: words.title });

      const { envVersion } = wx.getAccountInfoSync().miniProgram;
      const request = {
        url: policyUrl(envVersion),
        timeout: limits.policyTimeout,
        parts: policyRequest,
        defaults: policyDefaults,
      };
      const policies = createPolicySource(() => fetchPolicy(request, now), now);
      this.list = createUploadList({
        words,
        show: (patch) => this.setData(patch),
        // For developers: people read the words.
        report: (error) => console.warn(error.message, error.details),
        createQueue: (onChange) =>
          createUploadQueue({
            parallel: limits.parallelUploads,
            upload: (image, onProgress) =>
              uploadImage(image, { policies, createName, onProgress, timeout: limits.uploadTimeout }),
            onChange,
          }),
      });
    },
    detached() {
      this.list.close();
    },
  },

  methods: {
    async pick() {
      this.setData({ notice: '' });
      try {
        this.list.add(await pickImages({ count: limits.imagesPerPick, createId: createName }));
      } catch (error) {
        if (!(error instanceof UploadError)) throw error;
        this.setData({ notice: errorSentence(this.data.words, error) });
      }
    },
    preview({ detail }) {
      const current = this.list.tiles.find(({ id }) => id === detail.id);
      if (current) wx.previewImage({ current: current.path, urls: this.list.tiles.map(({ path }) => path) });
    },
    copy({ detail }) {
      const stored = this.list.tiles.find(({ id }) => id === detail.id);
      if (stored?.address) wx.setClipboardData({ data: stored.address });
    },
    retry({ detail }) {
      this.list.retry(detail.id);
    },
    remove({ detail }) {
      this.list.remove(detail.id);
    },
  },
});
