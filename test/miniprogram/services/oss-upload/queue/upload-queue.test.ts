import { UploadError } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import { settled } from '../../../../scripted-wx';
import { copyOf, scriptedQueue } from './scripted-queue';

const started = ({ tries }: ReturnType<typeof scriptedQueue>) => tries.map(({ id }) => id);

/** A queue with these images picked and looked at. */
async function queueOf(ids: string[], options: Parameters<typeof scriptedQueue>[0] = {}) {
  const scripted = scriptedQueue(options);
  await scripted.pick(ids);
  await settled();
  return scripted;
}

test('large images three at once, small ones ten, in the order in which they came', async () => {
  const small = [...'abcdefghijk'];
  expect(started(await queueOf(small, { size: 60 * 1024 }))).toEqual(small.slice(0, 10));
  expect(started(await queueOf(['a', 'b', 'c', 'd']))).toEqual(['a', 'b', 'c']);
  expect(started(await queueOf(['a', 'b'], { parallel: 1 }))).toEqual(['a']);
});

test.each([0, 11, Number.NaN])('%p at once is refused by name', (parallel) => {
  expect(() => scriptedQueue({ parallel })).toThrow(/Expected `parallel` to be 1 to 10, got/);
});

test('the next one starts as soon as one ends, well or badly', async () => {
  const scripted = await queueOf(['a', 'b', 'c', 'd'], { parallel: 2 });
  scripted.tryOf('b').store();
  await settled();
  expect(started(scripted)).toEqual(['a', 'b', 'c']);
  scripted.tryOf('a').fail();
  await settled();
  expect(started(scripted)).toEqual(['a', 'b', 'c', 'd']);
});

test('an image is announced from waiting to stored, with every step between', async () => {
  const { tryOf, changes } = await queueOf(['a']);
  tryOf('a').progress({ phase: 'uploading', percent: 40 });
  tryOf('a').progress({ phase: 'processing' });
  tryOf('a').store();
  await settled();
  expect(changes.map(({ state }) => state)).toEqual([
    { name: 'waiting' },
    { name: 'uploading', percent: 0 },
    { name: 'uploading', percent: 40 },
    { name: 'processing' },
    { name: 'stored', object: expect.objectContaining({ key: 'uploads/a.jpg' }) },
  ]);
});

test('results come in the order picked, whatever the order in which they end', async () => {
  const { queue, tryOf, lose } = await queueOf(['a', 'b', 'c']);
  const finished = queue.finished();
  tryOf('c').store();
  await settled();
  queue.cancel('a');
  await lose('b');
  expect((await finished).map(({ image, state }) => [image.id, state.name])).toEqual([
    ['a', 'cancelled'],
    ['b', 'failed'],
    ['c', 'stored'],
  ]);
});

test('a try that cannot even start has failed, and the others go on', async () => {
  const { queue, pick, changes } = scriptedQueue({
    parallel: 1,
    upload: ({ id }) => {
      throw new UploadError('policy-unusable', `no policy for ${id}`);
    },
  });
  await pick(['a', 'b']);
  await queue.finished();
  expect(changes.filter(({ state }) => state.name !== 'waiting')).toEqual([
    { id: 'a', state: expect.objectContaining({ name: 'uploading' }) },
    { id: 'a', state: { name: 'failed', error: expect.objectContaining({ code: 'policy-unusable' }) } },
    { id: 'b', state: expect.objectContaining({ name: 'uploading' }) },
    { id: 'b', state: { name: 'failed', error: expect.objectContaining({ code: 'policy-unusable' }) } },
  ]);
});

describe('trying again', () => {
  test('after a wait that grows, while others use the place', async () => {
    const { tries, tryOf, waits, fire, changes } = await queueOf(['a', 'b'], { parallel: 1 });
    tryOf('a').fail();
    await settled();
    expect(tries.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(changes.at(-2)?.state).toEqual({
      name: 'waiting',
      error: expect.objectContaining({ code: 'network' }),
      retryIn: 750,
    });
    expect(waits()).toEqual([750]);
    tryOf('b').store();
    await settled();
    fire();
    tryOf('a').fail();
    await settled();
    expect(waits()).toEqual([1500]);
  });

  test('twelve failures in a row are the end, unless one try got further than all before', async () => {
    const scripted = await queueOf(['a']);
    const failTimes = async (times: number) => {
      for (let i = 0; i < times; i++) {
        scripted.tryOf('a').fail();
        await settled();
        scripted.fire();
      }
    };
    await failTimes(11);
    scripted.tryOf('a').progress({ phase: 'uploading', percent: 10 });
    await failTimes(11);
    scripted.tryOf('a').progress({ phase: 'uploading', percent: 10 }); // no further than before
    await failTimes(1);
    expect(scripted.stateOf('a')).toEqual({ name: 'failed', error: expect.objectContaining({ code: 'network' }) });
    expect(scripted.tries).toHaveLength(23);
  });

  test('a refused policy: once more at once, once after a moment, then a plain error', async () => {
    const { tryOf, tries, fire, waits, stateOf } = await queueOf(['a']);
    tryOf('a').fail('policy-expired');
    await settled();
    expect(waits()).toEqual([0]);
    fire();
    tryOf('a').fail('signature-refused');
    await settled();
    fire();
    tryOf('a').fail('signature-refused');
    await settled();
    expect(stateOf('a')?.name).toBe('failed');
    expect(tries).toHaveLength(3);
  });

  test('by hand: a failed or cancelled one, and no other', async () => {
    const { queue, tryOf, tries, stateOf } = await queueOf(['a', 'b', 'c', 'd']);
    tryOf('a').fail('backend-refused');
    tryOf('b').store();
    await settled();
    queue.cancel('c');
    for (const id of ['a', 'b', 'c', 'd', 'unknown']) queue.retry(id);
    await settled();
    expect(['a', 'b', 'c', 'd'].map((id) => stateOf(id)?.name)).toEqual([
      'uploading',
      'stored',
      'uploading',
      'uploading',
    ]);
    expect(tries.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'a', 'c']);
  });

  test('by hand: not what would only fail again', async () => {
    const { queue, tryOf, stateOf } = await queueOf(['a']);
    tryOf('a').fail('file-too-large');
    await settled();
    queue.retry('a');
    expect(stateOf('a')?.name).toBe('failed');
  });

  test('all failed ones at once, but those that would fail again or may be stored already', async () => {
    const { queue, tryOf, stateOf } = await queueOf(['a', 'b', 'c', 'd'], { parallel: 4 });
    tryOf('a').fail('file-too-large');
    tryOf('b').fail('backend-refused');
    tryOf('c').fail('outcome-unknown');
    queue.cancel('d');
    await settled();
    queue.retryFailed();
    const names = ['a', 'b', 'c', 'd'].map((id) => stateOf(id)?.name);
    expect(names).toEqual(['failed', 'uploading', 'failed', 'cancelled']);
  });

  test('retrying what may be stored already accepts a second object', async () => {
    const { queue, tryOf, fire } = await queueOf(['a']);
    tryOf('a').send();
    tryOf('a').fail('network');
    await settled();
    fire();
    expect(tryOf('a').image.sentAs).toBe('uploads/a.jpg');
    tryOf('a').fail('outcome-unknown');
    await settled();
    queue.retry('a');
    expect(tryOf('a').image.sentAs).toBeUndefined();
  });
});

describe('cancel and remove', () => {
  test('cancel stops one; what it still tells is dropped, and its place is free', async () => {
    const scripted = await queueOf(['a', 'b'], { parallel: 1 });
    const attempt = scripted.tryOf('a');
    scripted.queue.cancel('a');
    expect(attempt.aborted).toBe(true);
    attempt.progress({ phase: 'uploading', percent: 90 });
    attempt.store();
    await settled();
    expect(scripted.announced('a')).toEqual(['waiting', 'uploading', 'cancelled']);
    expect(scripted.running()).toEqual(['b']);
  });

  test('all that is not final', async () => {
    const { queue, tryOf, stateOf, running } = await queueOf(['a', 'b', 'c'], { parallel: 2 });
    tryOf('a').store();
    await settled();
    queue.cancelAll();
    expect(['a', 'b', 'c'].map((id) => stateOf(id)?.name)).toEqual(['stored', 'cancelled', 'cancelled']);
    expect(running()).toEqual([]);
  });

  test('remove forgets one, with its copy and what is recorded of it', async () => {
    const { queue, disk, announced, tryOf } = await queueOf(['a', 'b']);
    queue.remove('a');
    queue.remove('unknown');
    tryOf('a').store();
    await settled();
    expect(announced('a')).toEqual(['waiting', 'uploading']);
    expect(queue.uploads().map(({ image }) => image.id)).toEqual(['b']);
    expect(disk.images().map(({ id }) => id)).toEqual(['b']);
    expect([...disk.files.keys()]).not.toContain(copyOf('a'));
  });

  test('by the listener that a start is announced to', async () => {
    const scripted = scriptedQueue({
      onChange: (id, state) => {
        if (id !== 'a' || state.name !== 'uploading') return;
        scripted.queue.remove('b');
        scripted.queue.cancel('a');
      },
    });
    await scripted.pick(['a', 'b', 'c']);
    await settled();
    expect(scripted.running()).toEqual(['c']);
    expect(scripted.tries).toHaveLength(1);
  });
});

test('a try that was stopped fails too late to matter: the next one goes on', async () => {
  const { queue, tryOf, tries, stateOf, waits } = await queueOf(['a']);
  queue.pause();
  queue.resume();
  tries[0]?.fail();
  await settled();
  expect(tries).toHaveLength(2);
  expect(stateOf('a')?.name).toBe('uploading');
  expect(waits()).toEqual([]);
  tryOf('a').store();
  await settled();
  expect(stateOf('a')?.name).toBe('stored');
});

describe('pause and resume', () => {
  test('what uploads is stopped, what is only waited for may end, and nothing starts', async () => {
    const { queue, tryOf, stateOf, running, statuses } = await queueOf(['a', 'b', 'c', 'd'], { parallel: 2 });
    tryOf('b').progress({ phase: 'processing' });
    queue.pause();
    expect(tryOf('a').aborted).toBe(true);
    tryOf('b').store();
    await settled();
    expect(['a', 'b', 'c'].map((id) => stateOf(id)?.name)).toEqual(['waiting', 'stored', 'waiting']);
    expect(running()).toEqual([]);
    expect(statuses.at(-1)).toEqual({ paused: true, online: true });

    queue.resume();
    expect(running()).toEqual(['a', 'c']);
    expect(statuses.at(-1)).toEqual({ paused: false, online: true });
  });

  test('it outlasts the mini-program', async () => {
    const before = await queueOf(['a']);
    before.queue.pause();
    before.kill();
    const { queue, running, statuses } = scriptedQueue({ disk: before.disk });
    await settled();
    expect(running()).toEqual([]);
    expect(statuses).toEqual([{ paused: true, online: true }]);
    queue.resume();
    expect(running()).toEqual(['a']);
  });
});

test('an image that is cleared while its copy is being deleted does not come back after a kill', async () => {
  const before = await queueOf(['a']);
  before.disk.neverDeletes = true;
  before.tryOf('a').store();
  await settled();
  before.queue.clearStored();
  before.kill();
  before.disk.neverDeletes = false;
  const after = scriptedQueue({ disk: before.disk });
  await settled();
  expect([after.queue.uploads(), [...before.disk.files.keys()].includes(copyOf('a'))]).toEqual([[], false]);
});

describe('the phone around it', () => {
  test('a picker or a preview hides the mini-program: what runs goes on, and the next image starts', async () => {
    const { tryOf, change, running } = await queueOf(['a', 'b', 'c'], { parallel: 1 });
    change({ foreground: false });
    expect(running()).toEqual(['a']);
    tryOf('a').store();
    await settled();
    expect(running()).toEqual(['b']);
    change({ foreground: true });
    expect(running()).toEqual(['b']);
  });

  test('once an upload has failed in the background nothing starts until the foreground is back, and none of it counts', async () => {
    const { tryOf, change, fire, running, waits } = await queueOf(['a', 'b'], { parallel: 1 });
    for (let i = 0; i < 20; i++) {
      change({ foreground: false });
      tryOf('a').fail('interrupted');
      await settled();
      fire();
      expect(running()).toEqual([]);
      change({ foreground: true });
      expect(running()).toEqual(['a']);
    }
    tryOf('a').fail();
    await settled();
    expect(waits()).toEqual([750]);
  });

  test('a client that takes two uploads gets two, and the refused try does not count', async () => {
    const { tryOf, fire, running, waits } = await queueOf(['a', 'b', 'c', 'd']);
    tryOf('c').fail('too-many-uploads');
    await settled();
    expect([running(), waits()]).toEqual([['a', 'b'], [750]]);
    fire();
    expect(running()).toEqual(['a', 'b']);
    tryOf('a').store();
    await settled();
    expect(running()).toEqual(['b', 'c']);
  });

  test('where bytes have moved, a cut upload is tried again at once', async () => {
    const { tryOf, waits } = await queueOf(['a']);
    tryOf('a').progress({ phase: 'uploading', percent: 40 });
    tryOf('a').fail('network');
    await settled();
    expect(waits()).toEqual([0]);
  });

  test('nothing is sent for an owner who logs out while the file is read', async () => {
    const scripted = scriptedQueue();
    scripted.disk.isUnreadable = true;
    await scripted.pick(['a']);
    await settled();
    scripted.disk.isUnreadable = false;
    const read = scripted.readLate();
    scripted.fire();
    scripted.change({ isOwner: false });
    read();
    await settled();
    expect(scripted.tries).toEqual([]);
    scripted.change({ isOwner: true });
    scripted.fire();
    await settled();
    expect(scripted.running()).toEqual(['a']);
  });

  test('without a network nothing starts, and a long wait is cut short when it is back', async () => {
    const { tryOf, change, fire, running, waits, statuses } = await queueOf(['a']);
    for (let i = 0; i < 6; i++) {
      tryOf('a').fail();
      await settled();
      if (i < 5) fire();
    }
    expect(waits()).toEqual([24_000]);
    change({ online: false });
    expect(statuses.at(-1)).toEqual({ paused: false, online: false });
    fire();
    expect(running()).toEqual([]);
    change({ online: true });
    expect(running()).toEqual(['a']);
  });

  test('a change of the network ends all: they start again, not all at once, and none is counted', async () => {
    const chances = [0.1, 0.5, 0.9];
    const scripted = await queueOf(['a', 'b', 'c', 'd'], { random: () => chances.shift() ?? 0 });
    scripted.change({});
    for (const id of ['a', 'b', 'c']) scripted.tryOf(id).fail('network');
    await settled();
    expect(scripted.running()).toEqual(['d']);
    expect(new Set(scripted.waits()).size).toBe(3);
    expect(Math.min(...scripted.waits())).toBeGreaterThan(0);
    scripted.fire();
    expect(scripted.running()).toHaveLength(3);
  });
});

describe('the end of the mini-program', () => {
  test('what may be stored is recorded before the first byte leaves, and taken up with it', async () => {
    const before = await queueOf(['a', 'b']);
    before.tryOf('a').send();
    before.kill();
    const { tries, announced } = scriptedQueue({ disk: before.disk });
    await settled();
    expect(tries.map(({ image }) => [image.id, image.sentAs, image.file.path])).toEqual([
      ['a', 'uploads/a.jpg', copyOf('a')],
      ['b', undefined, copyOf('b')],
    ]);
    expect(announced('a')).toEqual(['waiting', 'uploading']);
  });

  test('stored: it is persisted as stored before its copy is deleted, and no copy is left', async () => {
    const { tryOf, disk } = await queueOf(['a']);
    tryOf('a').store();
    await settled();
    expect(disk.log.slice(-2)).toEqual(['a stored', `delete ${copyOf('a')}`]);
    expect([...disk.files.keys()]).toEqual(['wxfile://tmp_a.jpg']);
  });

  test('failed images are tried again by the next start, cancelled ones can be retried', async () => {
    const before = await queueOf(['a', 'b']);
    before.tryOf('a').fail('oss-refused');
    before.queue.cancel('b');
    await settled();
    before.kill();
    const { running, stateOf, queue } = scriptedQueue({ disk: before.disk });
    await settled();
    expect(running()).toEqual(['a']);
    expect(stateOf('b')).toEqual({ name: 'cancelled' });
    queue.retry('b');
    await settled();
    expect(running()).toEqual(['a', 'b']);
  });

  test('a fault of the file is final: its copy is released, and the next start tells why without a try', async () => {
    const before = await queueOf(['a']);
    before.tryOf('a').fail('file-too-large', { limit: 7 });
    await settled();
    expect([...before.disk.files.keys()]).toEqual(['wxfile://tmp_a.jpg']);
    before.kill();
    const { stateOf, tries } = scriptedQueue({ disk: before.disk });
    await settled();
    expect(stateOf('a')).toMatchObject({ name: 'failed', error: { code: 'file-too-large', details: { limit: 7 } } });
    expect(tries).toEqual([]);
  });

  test('what was stored stays on the list with its number and address, until it is cleared', async () => {
    const before = await queueOf(['a', 'b']);
    before.tryOf('b').store();
    await settled();
    before.kill();
    const after = scriptedQueue({ disk: before.disk });
    await settled();
    expect(after.queue.uploads().map(({ image, state }) => [image.id, image.number, state.name])).toEqual([
      ['a', 1, 'uploading'],
      ['b', 2, 'stored'],
    ]);
    expect(after.stateOf('b')).toMatchObject({
      object: { url: 'https://pictures.example.com/uploads/b.jpg', size: 1 },
    });

    after.queue.clearStored();
    await settled();
    after.kill();
    const last = scriptedQueue({ disk: before.disk });
    await last.pick(['c']);
    expect(last.queue.uploads().map(({ image }) => [image.id, image.number])).toEqual([
      ['a', 1],
      ['c', 3],
    ]);
  });

  test('the last 200 stored images are kept', async () => {
    const ids = Array.from({ length: 203 }, (_, index) => `i${index}`);
    const scripted = await queueOf(ids, { parallel: 10 });
    while (scripted.running().length > 0) {
      for (const id of scripted.running()) scripted.tryOf(id).store();
      await settled();
    }
    expect(scripted.queue.uploads().map(({ image }) => image.id)).toEqual(ids.slice(3));
    expect(scripted.disk.images().map(({ id }) => id)).toEqual(ids.slice(3));
  });

  test('close stops everything, tells nothing more and forgets nothing', async () => {
    const before = await queueOf(['a']);
    const { length } = before.changes;
    const storage = [...before.disk.storage];
    before.queue.close();
    expect(before.tryOf('a').aborted).toBe(true);
    before.tryOf('a').store();
    await settled();
    expect(before.changes).toHaveLength(length);
    expect([...before.disk.storage]).toEqual(storage);
    expect(before.isWatching()).toBe(false);
  });

  test.each(['a file that is read', 'an image that is restored'])('%s after close changes nothing', async (when) => {
    const before = await queueOf(when === 'an image that is restored' ? ['a'] : []);
    before.kill();
    const late = scriptedQueue({ disk: before.disk });
    const read = late.readLate();
    if (when === 'a file that is read') void late.pick(['a']);
    await settled();
    const storage = [...late.disk.storage];
    const files = [...late.disk.files];
    const { length } = late.changes;
    late.queue.close();
    read();
    await settled();
    expect(late.changes).toHaveLength(length);
    expect([...late.disk.storage]).toEqual(storage);
    expect([...late.disk.files]).toEqual(files);
    expect(late.tries).toEqual([]);
  });
});

test('one whose bytes are all sent is not stopped when it is cancelled: if OSS stores it, it is stored', async () => {
  const { queue, tryOf, stateOf } = await queueOf(['a']);
  tryOf('a').progress({ phase: 'processing' });
  queue.cancel('a');
  expect(stateOf('a')).toEqual({ name: 'cancelled' });
  expect(tryOf('a').aborted).toBe(false);
  tryOf('a').store();
  await settled();
  expect(stateOf('a')).toMatchObject({ name: 'stored' });
});

test('a listener that throws is said in the console, and holds up nothing', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation();
  const thrown = new Error('the fault of the page');
  const scripted = await queueOf(['a', 'b'], {
    parallel: 1,
    onChange() {
      throw thrown;
    },
  });
  scripted.tryOf('a').store();
  await settled();
  expect(scripted.stateOf('a')).toMatchObject({ name: 'stored' });
  expect(scripted.running()).toEqual(['b']);
  expect(said).toHaveBeenCalledWith(expect.any(String), thrown);
  said.mockRestore();
});

test('a change that could not be persisted is persisted with the next one', async () => {
  const { disk, tryOf } = await queueOf(['a', 'b']);
  disk.isStorageFull = true;
  tryOf('a').store();
  await settled();
  expect(disk.images()).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
  disk.isStorageFull = false;
  tryOf('b').send();
  expect(disk.images()).toMatchObject([
    { id: 'a', state: 'stored' },
    { id: 'b', sentAs: 'uploads/b.jpg' },
  ]);
});
