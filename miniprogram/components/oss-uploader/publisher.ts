import type { Upload } from '../../services/oss-upload/index';
import type { Gallery } from './gallery';
import { isActive, isStored } from './tile';
import { keysOf, readValue, type StoredValue, storedIn } from './value';

export interface PublisherOptions {
  gallery: () => Gallery;
  trigger: (event: 'change' | 'stored' | 'failed' | 'finished', detail: object) => void;
  setValue: (value: StoredValue[]) => void;
  keepScreenOn: (on: boolean) => void;
}

/** What the page is told of the images, by events and by the property `value`, and what it sets there itself. */
export interface Publisher {
  readonly isBusy: boolean;
  /** Publishes what has changed: of one image, or only the value, such as after a removal. */
  publish(upload?: Upload): void;
  /** Takes `value` as the property has it now; `null`: as a page that is loading has it. */
  take(value: readonly unknown[] | null): void;
}

export function createPublisher({ gallery, trigger, setValue, keepScreenOn }: PublisherOptions): Publisher {
  const items = () => gallery().items();
  let isBusy = false;
  let published: StoredValue[] = [];
  /** What the page has set last, and its keys. */
  let given = '[]';
  let givenKeys = keysOf([]);
  /** What the property holds. */
  let held = '[]';
  let isSetting = false;
  let isDue = false;
  /** Ids. What is restored as stored or failed has been published by an earlier run. */
  const seen = new Set<string>();

  function publishValue(): void {
    const value = storedIn(items());
    const text = JSON.stringify(value);
    if (text !== held) {
      held = text;
      isSetting = true;
      setValue(value);
      isSetting = false;
    }
    if (text === JSON.stringify(published)) return;
    published = value;
    trigger('change', { value });
  }

  /** Once for all that changes in this turn. */
  function publishValueSoon(): void {
    if (isDue) return;
    isDue = true;
    void Promise.resolve().then(() => {
      isDue = false;
      publishValue();
    });
  }

  return {
    get isBusy() {
      return isBusy;
    },
    publish(upload) {
      if (!upload) return publishValue();
      const { image, state } = upload;
      const isNews = seen.has(image.id);
      seen.add(image.id);
      if (!isNews) publishValueSoon();
      if (isNews && state.name === 'stored') {
        publishValue();
        trigger('stored', { id: image.id, ...state.object });
      }
      if (isNews && state.name === 'failed') {
        const { code, message } = state.error;
        trigger('failed', { id: image.id, code, message });
      }
      const wasBusy = isBusy;
      isBusy = items().some(isActive);
      if (isBusy === wasBusy) return;
      keepScreenOn(isBusy);
      const stored = items().filter(isStored).length;
      if (!isBusy) trigger('finished', { stored, failed: items().length - stored });
    },
    take(value) {
      if (isSetting) return;
      held = JSON.stringify(value);
      // Any setData of a page may write its own array again, which says nothing new.
      if (held !== given) {
        given = held;
        const before = givenKeys;
        const list = readValue(value ?? []);
        givenKeys = keysOf(list);
        gallery().take(list, before, keysOf(published));
        published = list;
      }
      // An observer must not set what it observes.
      publishValueSoon();
    },
  };
}
