import { retryOf } from '../../services/oss-upload/index';
import { errorSentence, plural, type Words } from '../../words/index';
import type { Gallery } from './gallery';
import { canRetryTogether, type Item, isActive, isStored } from './tile';

/** One line of a sheet. */
export interface Action {
  text: string;
  run: () => void;
}

/**
 * Shows a sheet of actions. Nothing waits for its end: on some clients a tap beside it is never reported.
 * https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showActionSheet.html
 */
export function showActions(actions: readonly Action[], alertText?: string): void {
  wx.showActionSheet({
    itemList: actions.map(({ text }) => text),
    ...(alertText === undefined ? {} : { alertText }),
    success: ({ tapIndex }) => actions[tapIndex]?.run(),
    fail: () => {}, // closed without a choice
  });
}

/** Of all images. */
export function actionsForAll(gallery: Gallery, words: Words, copy: (text: string) => void): Action[] {
  const items = gallery.items();
  const stored = addressesOf(items);
  const active = items.filter(isActive).length;
  const actions: Action[] = [];
  if (active > 0) actions.push({ text: words.cancelAll, run: () => askToCancel(gallery, words) });
  if (items.some(canRetryTogether)) actions.push({ text: words.retryAll, run: gallery.retryAll });
  if (stored.length > 0) actions.push({ text: words.copyAll, run: () => copy(stored.join('\n')) });
  if (items.some(isStored)) actions.push({ text: words.clear, run: gallery.clear });
  return actions;
}

/** Of one image that failed or is stored. */
export function actionsFor(item: Item, gallery: Gallery, words: Words, copy: (text: string) => void): Action[] {
  const { image, state } = item.upload;
  const actions: Action[] = [];
  const address = state.name === 'stored' ? state.object.url : undefined;
  if (address !== undefined) actions.push({ text: words.copy, run: () => copy(address) });
  if (retryOf(state) !== 'no') actions.push({ text: words.retry, run: () => gallery.uploader.retry(image.id) });
  actions.push({ text: words.remove, run: () => gallery.remove(image.id) });
  return actions;
}

export function addressesOf(items: readonly Item[]): string[] {
  return items.flatMap(({ upload: { state } }) => (state.name === 'stored' ? (state.object.url ?? []) : []));
}

/** Why an image failed, or has no address, in a sentence. */
export function reasonOf({ upload: { state } }: Item, words: Words): string | undefined {
  if (state.name === 'stored' && state.object.url === undefined) return words.noAddress;
  return state.name === 'failed' ? errorSentence(words, state.error) : undefined;
}

function askToCancel(gallery: Gallery, words: Words): void {
  const items = gallery.items();
  const stored = items.filter(isStored).length;
  wx.showModal({
    title: plural(words.cancelQuestion, items.filter(isActive).length),
    content: stored > 0 ? plural(words.cancelRest, stored) : '',
    confirmText: words.yes,
    cancelText: words.no,
    success: ({ confirm }) => {
      if (confirm) gallery.uploader.cancelAll();
    },
  });
}
