import type { Upload } from '../../services/oss-upload/index';
import { type Item, isActive, isStored } from './tile';

/** What a form holds of a stored image. */
export interface StoredValue {
  key: string;
  url?: string;
}

export interface PublisherOptions {
  items: () => readonly Item[];
  trigger: (event: 'change' | 'stored' | 'failed' | 'finished', detail: object) => void;
  setValue: (value: StoredValue[]) => void;
  keepScreenOn: (on: boolean) => void;
}

/** Makes the component's events of the changes of images. */
export interface Publisher {
  readonly isBusy: boolean;
  /** Publishes what has changed: of one image, or only the value, such as after a removal. */
  publish(upload?: Upload): void;
}

export function createPublisher({ items, trigger, setValue, keepScreenOn }: PublisherOptions): Publisher {
  let isBusy = false;
  let published = '[]';

  function publishValue(): void {
    const value = items().flatMap(({ upload: { state } }): StoredValue[] => {
      if (state.name !== 'stored') return [];
      const { key, url } = state.object;
      return [{ key, ...(url === undefined ? {} : { url }) }];
    });
    const text = JSON.stringify(value);
    if (text === published) return;
    published = text;
    setValue(value);
    trigger('change', { value });
  }

  return {
    get isBusy() {
      return isBusy;
    },
    publish(upload) {
      publishValue();
      if (!upload) return;
      const { image, state } = upload;
      if (state.name === 'stored') trigger('stored', { id: image.id, ...state.object });
      if (state.name === 'failed') {
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
  };
}
