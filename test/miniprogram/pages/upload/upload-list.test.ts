import type { Patch } from '../../../../miniprogram/pages/upload/screen';
import { createUploadList } from '../../../../miniprogram/pages/upload/upload-list';
import type { QueuedImage, UploaderOptions, UploadState } from '../../../../miniprogram/services/oss-upload/index';
import { en } from '../../../../miniprogram/words/en';

/** Opens a list whose uploader events and timer are controlled by the test. */
function openList() {
  const shown: Patch[] = [];
  const timers: (() => void)[] = [];
  let events: Required<Pick<UploaderOptions, 'onChange'>> | undefined;
  const added = { added: [], duplicates: [] };
  const uploader = {
    pick: async () => added,
    add: async () => added,
    retry() {},
    retryFailed() {},
    cancel() {},
    cancelAll() {},
    clearStored() {},
    discardOthers: async () => {},
    remove() {},
    pause() {},
    resume() {},
    uploads: () => [],
    finished: async () => [],
    close() {},
  };
  const list = createUploadList({
    words: en,
    setData: (patch) => shown.push(patch),
    wait: (callback) => timers.push(callback),
    report() {},
    createUploader: (given) => {
      events = given;
      return uploader;
    },
  });
  const image = (id: string): QueuedImage => {
    const number = Number(id.replace(/\D/g, '')) || 1;
    return {
      id,
      number,
      path: `wxfile://${id}`,
      size: 1,
      digest: id,
      copy: undefined,
      sentAs: undefined,
      atRisk: false,
    };
  };
  return {
    list,
    shown,
    change: (id: string, state: UploadState) => events?.onChange({ image: image(id), state }),
    /** Ends the pause after the last update. */
    async pass() {
      for (const callback of timers.splice(0)) callback();
      await Promise.resolve();
    },
  };
}

const uploading = (percent: number): UploadState => ({ name: 'uploading', percent });

test('batches changes of one turn into one setData call', async () => {
  const { change, shown } = openList();
  for (let i = 0; i < 30; i++) change(`image-${i}`, { name: 'waiting' });
  expect(shown).toEqual([]);
  await Promise.resolve();
  expect(shown).toHaveLength(1);
  expect(Object.keys(shown[0] ?? {})).toEqual([
    ...Array.from({ length: 30 }, (_, index) => `tiles[${index}]`),
    'summary',
    'isPaused',
    'isBusy',
    'canClear',
    'canRetryFailed',
  ]);
});

test('then waits for the pause, and sends only the last of each value that changed', async () => {
  const { change, shown, pass } = openList();
  change('a', uploading(0));
  await Promise.resolve();
  for (const percent of [1, 2, 3, 40]) change('a', uploading(percent));
  await Promise.resolve();
  expect(shown).toHaveLength(1);
  await pass();
  expect(shown.slice(1)).toEqual([{ 'tiles[0].stateText': 'Uploading 40%', 'tiles[0].percent': 40 }]);
  await pass();
  expect(shown).toHaveLength(2);
});

test('defers updates while the page is hidden, then sends all at once', async () => {
  const { list, change, shown, pass } = openList();
  change('a', uploading(0));
  await Promise.resolve();
  await pass();
  list.hide();
  for (const percent of [10, 20, 30]) {
    change('a', uploading(percent));
    await pass();
  }
  expect(shown).toHaveLength(1);
  list.show();
  await Promise.resolve();
  expect(shown.slice(1)).toEqual([{ 'tiles[0].stateText': 'Uploading 30%', 'tiles[0].percent': 30 }]);
});

test('discards the pending changes of a removed tile, and moves the later tiles up', async () => {
  const { list, change, shown, pass } = openList();
  for (const id of ['a', 'b'])
    change(id, { name: 'failed', error: { code: 'network', remedy: 'retry', details: {} } as never }); // only these fields are read
  await Promise.resolve();
  list.dismiss('a');
  change('b', uploading(10));
  await pass();
  expect(shown[1]).toMatchObject({ tiles: [{ id: 'b' }], 'tiles[0].percent': 10 });
});
