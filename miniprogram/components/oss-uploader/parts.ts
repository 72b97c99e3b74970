import { createUploader } from '../../services/oss-upload/index';
import { type Words, wordsFor } from '../../words/index';
import { uploaderDefaults } from './defaults';
import { createGallery, type Gallery } from './gallery';
import { createNotice, type Notice } from './notice';
import { createPublisher, type Publisher } from './publisher';

/** What the component consists of, besides its tags. */
export interface Parts {
  words: Words;
  gallery: Gallery;
  notice: Notice;
  publisher: Publisher;
}

/** The component, as its parts use it. */
interface Host {
  data: {
    policyUrl: string;
    policy: object;
    parallel: number;
    owner: string;
    queue: string;
    publicUrl: string;
    texts: object;
    value: readonly unknown[] | null;
  };
  setData(patch: object): void;
  triggerEvent(name: string, detail: object): void;
}

export function createParts(host: Host): Parts {
  const { policyUrl, policy, parallel, owner, queue, publicUrl, texts, value } = host.data;
  const words: Words = { ...wordsFor(wx.getAppBaseInfo().language), ...texts };
  const defaults = uploaderDefaults();
  const publisher = createPublisher({
    gallery: () => gallery,
    trigger: (event, detail) => host.triggerEvent(event, detail),
    setValue: (stored) => host.setData({ value: stored }),
    keepScreenOn,
  });
  const gallery = createGallery({
    words,
    setData: (patch) => host.setData(patch),
    report: (error) => console.warn(error.message, error.details),
    onChange: publisher.publish,
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
  publisher.take(value);
  host.setData({ words });
  return { words, gallery, notice: createNotice((notice) => host.setData({ notice })), publisher };
}

export function keepScreenOn(on: boolean): void {
  // Not on Windows and Mac: https://developers.weixin.qq.com/miniprogram/dev/api/device/screen/wx.setKeepScreenOn.html
  wx.setKeepScreenOn({ keepScreenOn: on, fail: () => {} });
}
