import { call } from './calling';
import { ask } from './dialog';
import type { FileRegistry } from './file-registry';

/** https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.previewImage.html */
interface PreviewImageOptions {
  readonly urls: readonly string[];
  /** One of the URLs or its index. Default: the first. */
  readonly current?: string | number;
}

/** Shows pictures in full screen to swipe through. A tap closes them. */
export function previewImage(files: FileRegistry) {
  return call('previewImage', ({ urls, current = 0 }: PreviewImageOptions): object => {
    void ask('image-preview', undefined, (dialog, answer) => {
      const pictures = urls.map((url) => {
        const picture = document.createElement('img');
        picture.alt = '';
        picture.src = files.urlOf(url) ?? url;
        return picture;
      });
      dialog.append(...pictures);
      dialog.addEventListener('click', () => answer(undefined));
      const first = pictures[typeof current === 'number' ? current : urls.indexOf(current)];
      // The dialog has no layout to scroll until it is open.
      requestAnimationFrame(() => first?.scrollIntoView());
    });
    return {};
  });
}
