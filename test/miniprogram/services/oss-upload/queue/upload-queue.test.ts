import { createUploadQueue } from '../../../../miniprogram/services/oss-upload/upload-queue';
import { settled } from '../../../scripted-wx';
import { pickedImages, scriptedQueue } from './scripted-queue';

const started = ({ uploads }: ReturnType<typeof scriptedQueue>) => uploads.map(({ id }) => id);

test('three at once unless told otherwise, in the order in which they came', () => {
  const scripted = scriptedQueue();
  scripted.queue.add(pickedImages('a', 'b'));
  scripted.queue.add(pickedImages('c', 'd', 'e'));
  expect(started(scripted)).toEqual(['a', 'b', 'c']);

  const oneByOne = scriptedQueue({ parallel: 1 });
  oneByOne.queue.add(pickedImages('a', 'b'));
  expect(started(oneByOne)).toEqual(['a']);
});

test('the next one starts as soon as one ends, well or badly', async () => {
  const scripted = scriptedQueue({ parallel: 2 });
  scripted.queue.add(pickedImages('a', 'b', 'c', 'd'));
  scripted.uploadOf('b').store();
  await settled();
  expect(started(scripted)).toEqual(['a', 'b', 'c']);
  scripted.uploadOf('a').fail();
  await settled();
  expect(started(scripted)).toEqual(['a', 'b', 'c', 'd']);
});

test('an image is told from waiting to stored, with every step between', async () => {
  const { queue, uploadOf, changes } = scriptedQueue();
  queue.add(pickedImages('a'));
  uploadOf('a').progress({ phase: 'uploading', percent: 40 });
  uploadOf('a').progress({ phase: 'processing' });
  uploadOf('a').store();
  await settled();
  expect(changes.map(({ state }) => state)).toEqual([
    { name: 'waiting' },
    { name: 'uploading', percent: 0 },
    { name: 'uploading', percent: 40 },
    { name: 'processing' },
    { name: 'stored', object: expect.objectContaining({ key: 'uploads/a.jpg' }) },
  ]);
});

test('an image that fails says why, and holds up none of the others', async () => {
  const { queue, uploadOf, changes, told } = scriptedQueue();
  queue.add(pickedImages('a', 'b'));
  uploadOf('a').fail();
  uploadOf('b').store();
  await settled();
  expect(changes.find(({ state }) => state.name === 'failed')).toEqual({
    id: 'a',
    state: { name: 'failed', error: expect.objectContaining({ code: 'timeout' }) },
  });
  expect(told('b')).toEqual(['waiting', 'uploading', 'stored']);
});

test('an upload that cannot even start has failed, and the others go on', async () => {
  const told: string[] = [];
  const queue = createUploadQueue({
    parallel: 1,
    upload: ({ id }) => {
      throw new TypeError(`no wx for ${id}`);
    },
    onChange: ({ id }, state) => told.push(`${id} ${state.name === 'failed' ? state.error.code : state.name}`),
  });
  queue.add(pickedImages('a', 'b'));
  await settled();
  expect(told).toEqual(['a waiting', 'b waiting', 'a uploading', 'a unexpected', 'b uploading', 'b unexpected']);
});

describe('remove', () => {
  test('a waiting image is never uploaded', async () => {
    const scripted = scriptedQueue({ parallel: 1 });
    scripted.queue.add(pickedImages('a', 'b', 'c'));
    scripted.queue.remove('b');
    scripted.uploadOf('a').store();
    await settled();
    expect(started(scripted)).toEqual(['a', 'c']);
  });

  test('one that is uploading is stopped, its place is free at once, and nothing more is told of it', async () => {
    const scripted = scriptedQueue({ parallel: 1 });
    scripted.queue.add(pickedImages('a', 'b'));
    const upload = scripted.uploadOf('a');
    scripted.queue.remove('a');
    expect(upload.aborted).toBe(true);
    expect(started(scripted)).toEqual(['a', 'b']);

    upload.progress({ phase: 'uploading', percent: 90 });
    upload.fail();
    await settled();
    expect(scripted.told('a')).toEqual(['waiting', 'uploading']);
  });

  test('one that is processing is stopped too', () => {
    const scripted = scriptedQueue();
    scripted.queue.add(pickedImages('a'));
    scripted.uploadOf('a').progress({ phase: 'processing' });
    scripted.queue.remove('a');
    expect(scripted.uploadOf('a').aborted).toBe(true);
  });

  test('one that has ended is forgotten, and one that is unknown is no matter', async () => {
    const scripted = scriptedQueue();
    scripted.queue.add(pickedImages('a'));
    scripted.uploadOf('a').store();
    await settled();
    scripted.queue.remove('a');
    scripted.queue.remove('nobody');
    expect(scripted.uploadOf('a').aborted).toBe(false);
    expect(scripted.told('a')).toEqual(['waiting', 'uploading', 'stored']);
  });

  test('an image removed by the very listener that hears of it is not uploaded', () => {
    const scripted = scriptedQueue({
      onChange: (id, state) => {
        if (id === 'a' && state.name === 'uploading') {
          scripted.queue.remove('b');
          scripted.queue.remove('a');
        }
      },
    });
    scripted.queue.add(pickedImages('a', 'b', 'c'));
    expect(started(scripted)).toEqual(['c']);
  });

  test('an image added by a listener is uploaded once', () => {
    const scripted = scriptedQueue({
      onChange: (id, state) => {
        if (id === 'a' && state.name === 'uploading') scripted.queue.add(pickedImages('c'));
      },
    });
    scripted.queue.add(pickedImages('a', 'b'));
    expect(started(scripted).sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('retry', () => {
  test('a failed image is uploaded again', async () => {
    const { queue, uploadOf, uploads, told } = scriptedQueue();
    queue.add(pickedImages('a'));
    uploadOf('a').fail();
    await settled();
    queue.retry('a');
    uploadOf('a').store();
    await settled();
    expect(told('a')).toEqual(['waiting', 'uploading', 'failed', 'waiting', 'uploading', 'stored']);
    expect(uploads).toHaveLength(2);
  });

  test('where all places are taken it waits', async () => {
    const scripted = scriptedQueue({ parallel: 1 });
    scripted.queue.add(pickedImages('a', 'b'));
    scripted.uploadOf('a').fail();
    await settled();
    scripted.queue.retry('a');
    expect(started(scripted)).toEqual(['a', 'b']);
    expect(scripted.told('a').at(-1)).toBe('waiting');
  });

  test('on any other image it does nothing', async () => {
    const scripted = scriptedQueue({ parallel: 1 });
    scripted.queue.add(pickedImages('a', 'b', 'c'));
    scripted.uploadOf('a').store();
    await settled();
    for (const id of ['a', 'b', 'c', 'nobody']) scripted.queue.retry(id);
    await settled();
    expect(started(scripted)).toEqual(['a', 'b']);
  });
});
