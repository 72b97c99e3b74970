import { settled } from '../../../../scripted-wx';
import { copyOf, pickedImages, ScriptedDisk, scriptedQueue } from './scripted-queue';

const sameDigest = () => 'one and the same';

describe('the same picture picked twice', () => {
  test('in one pick or later: the first one stays, the others are returned as duplicates', async () => {
    const { pick, queue, tryOf } = scriptedQueue();
    const twice = await pick(['a', 'b'], sameDigest);
    expect(twice.map(({ id }) => id)).toEqual(['b']);
    tryOf('a').store();
    await settled();
    expect((await pick(['c'], sameDigest)).map(({ id }) => id)).toEqual(['c']);
    expect(queue.uploads().map(({ image, state }) => [image.id, state.name])).toEqual([['a', 'stored']]);
  });

  test('is uploaded twice where the caller asks for that', async () => {
    const { pick, running } = scriptedQueue({ allowDuplicates: true });
    expect(await pick(['a', 'b'], sameDigest)).toEqual([]);
    expect(running()).toEqual(['a', 'b']);
  });

  test('one that had failed goes on with the new file, under its own key', async () => {
    const { pick, queue, disk, tryOf, tries, lose } = scriptedQueue();
    await pick(['a'], sameDigest);
    tryOf('a').send();
    await lose('a');
    await pick(['b'], sameDigest);
    await settled();
    expect(queue.uploads().map(({ image, state }) => [image.id, state.name])).toEqual([['a', 'uploading']]);
    expect(tries[1]?.image).toMatchObject({ id: 'a', file: { path: copyOf('a') }, sentAs: 'uploads/a.jpg' });
    expect(disk.files.get(copyOf('a'))).toBe(sameDigest());
  });

  test('so does one that was cancelled', async () => {
    const { pick, queue, running } = scriptedQueue();
    await pick(['a'], sameDigest);
    queue.cancel('a');
    await pick(['b'], sameDigest);
    await settled();
    expect(running()).toEqual(['a']);
  });

  test('an image that is added once more is no second one', async () => {
    const { pick, queue, tries } = scriptedQueue();
    await pick(['a']);
    expect((await queue.add(pickedImages('a'))).duplicates).toMatchObject([{ image: { id: 'a' } }]);
    expect(tries).toHaveLength(1);
  });

  test('files that cannot be read are no duplicates of one another: each fails by name', async () => {
    const { queue, stateOf } = scriptedQueue();
    expect((await queue.add(pickedImages('a', 'b'))).duplicates).toEqual([]);
    for (const id of ['a', 'b']) expect(stateOf(id)).toMatchObject({ name: 'failed', error: { code: 'file-missing' } });
  });

  test('one that was at risk and failed is uploaded from the path picked last', async () => {
    const disk = new ScriptedDisk();
    disk.isFull = true;
    const { pick, tryOf, queue, lose } = scriptedQueue({ disk });
    await pick(['a'], sameDigest);
    await lose('a');
    await pick(['b'], sameDigest);
    await settled();
    expect(tryOf('a').image.file.path).toBe('wxfile://tmp_b.jpg');
    expect(queue.uploads()).toMatchObject([{ image: { id: 'a', path: 'wxfile://tmp_b.jpg' } }]);
  });
});

describe('an image that cannot be kept', () => {
  test.each(['isFull', 'isStorageFull'] as const)(
    '%s: it is uploaded from its temp path, and said to be at risk',
    async (full) => {
      const disk = new ScriptedDisk();
      disk[full] = true;
      const { pick, queue, tryOf } = scriptedQueue({ disk });
      await pick(['a']);
      expect(queue.uploads()[0]?.image.atRisk).toBe(true);
      tryOf('a').store();
      await settled();
      expect(queue.uploads()[0]).toMatchObject({ image: { atRisk: false }, state: { name: 'stored' } });
    },
  );

  test('the next start says to pick it again, though another file lies at its path by then; the others go on', async () => {
    const before = scriptedQueue();
    before.disk.isFull = true;
    await before.pick(['a']);
    before.disk.isFull = false;
    await before.pick(['b']);
    before.kill();
    before.disk.files.set('wxfile://tmp_a.jpg', 'another picture');

    const { stateOf, running } = scriptedQueue({ disk: before.disk });
    await settled();
    expect(stateOf('a')).toEqual({ name: 'failed', error: expect.objectContaining({ code: 'file-missing' }) });
    expect(running()).toEqual(['b']);
  });
});

test.each(['before', 'while'])('an image that is removed %s it is copied leaves no copy', async (when) => {
  const { pick, queue, disk, tries } = scriptedQueue();
  if (when === 'while') disk.onCopied = queue.remove;
  const adding = pick(['a']);
  if (when === 'before') queue.remove('a');
  await adding;
  await settled();
  expect([...disk.files.keys()]).toEqual(['wxfile://tmp_a.jpg']);
  expect(tries).toHaveLength(0);
});

test('killed before a picked image was copied: the next start says to pick it again', async () => {
  const before = scriptedQueue();
  void before.pick(['a']);
  before.kill();
  before.disk.files.clear();
  const { stateOf, disk } = scriptedQueue({ disk: before.disk });
  await settled();
  expect(stateOf('a')).toMatchObject({ name: 'failed', error: { code: 'file-missing' } });
  expect(disk.images().map(({ id }) => id)).toEqual(['a']);
});

describe('copies of an earlier run', () => {
  /** A queue that starts where another was killed after it had copied two images, and something was done to its storage. */
  async function restartAfter(harm: (storage: Map<string, unknown>, keyOf: (id: string) => string) => void) {
    const before = scriptedQueue();
    before.queue.pause();
    await before.pick(['a', 'b']);
    before.kill();
    before.disk.files.delete('wxfile://tmp_a.jpg');
    before.disk.files.delete('wxfile://tmp_b.jpg');
    const { storage } = before.disk;
    const keyOf = (id: string) => [...storage.keys()].find((key) => key.endsWith(`/${id}`)) ?? '';
    harm(storage, keyOf);
    const after = scriptedQueue({ disk: before.disk });
    await settled();
    after.queue.resume();
    await settled();
    return after;
  }

  test.each<[string, (storage: Map<string, unknown>, keyOf: (id: string) => string) => void]>([
    ['is absent', (storage, keyOf) => storage.delete(keyOf('a'))],
    ['is of another version', (storage, keyOf) => storage.set(keyOf('a'), { version: 1, images: [] })],
    ['is truncated', (storage, keyOf) => storage.set(keyOf('a'), '{"version":2,"num')],
    ['has the wrong types', (storage, keyOf) => storage.set(keyOf('a'), { version: 2, number: 'one', state: 7 })],
  ])('are adopted where their record %s; the others keep theirs', async (_, harm) => {
    const { running, queue, disk } = await restartAfter(harm);
    expect(running().sort()).toEqual(['a', 'b']);
    expect(queue.uploads().find(({ image }) => image.id === 'b')?.image.number).toBe(2);
    expect(new Set(queue.uploads().map(({ image }) => image.number)).size).toBe(2);
    expect(disk.images()).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
  });

  test('are deleted where their image was removed just before the end', async () => {
    const { queue, disk } = await restartAfter((storage, keyOf) =>
      storage.set(keyOf('a'), { version: 2, state: 'removed' }),
    );
    expect(queue.uploads().map(({ image }) => image.id)).toEqual(['b']);
    expect([...disk.files.keys()]).toEqual([copyOf('b')]);
    expect(disk.images().map(({ id }) => id)).toEqual(['b']);
  });
});

test('two picks of one picture that were not compared before the end are one upload afterwards', async () => {
  const before = scriptedQueue();
  before.readLate();
  void before.pick(['a', 'b'], sameDigest);
  await settled();
  before.kill();
  const { queue, running, disk } = scriptedQueue({ disk: before.disk });
  await settled();
  expect(running()).toEqual(['a']);
  expect(queue.uploads().map(({ image }) => image.id)).toEqual(['a']);
  expect([...disk.files.keys()]).not.toContain(copyOf('b'));
});

test('damaged bytes in OSS: the copy stays, no start tries their key again, and another pick gets a key of its own', async () => {
  const before = scriptedQueue();
  await before.pick(['a'], sameDigest);
  before.tryOf('a').fail('checksum-mismatch');
  await settled();
  before.kill();
  const { pick, stateOf, running, disk } = scriptedQueue({ disk: before.disk });
  await settled();
  expect(stateOf('a')).toMatchObject({ name: 'failed', error: { code: 'checksum-mismatch' } });
  expect([...disk.files.keys()]).toContain(copyOf('a'));
  expect(await pick(['b'], sameDigest)).toEqual([]);
  expect(running()).toEqual(['b']);
});

describe('a copy that has not the bytes picked', () => {
  /** A disk whose next copy has only half of the bytes. */
  function lyingDisk(disk = new ScriptedDisk()) {
    disk.onCopied = (id) => {
      disk.onCopied = () => {};
      disk.files.set(copyOf(id), 'half');
      disk.sizes.set(copyOf(id), 0.5);
    };
    return disk;
  }

  test.each([0, 1, 2])('is made anew, though %p reads fail first', async (readsToFail) => {
    const disk = lyingDisk();
    disk.readsToFail = readsToFail;
    const { pick, tryOf } = scriptedQueue({ disk });
    await pick(['a']);
    expect(disk.files.get(copyOf('a'))).toBe('a');
    expect(tryOf('a').image.file).toMatchObject({ path: copyOf('a'), digest: 'a' });
  });

  test('is made anew where the page was opened again, too', async () => {
    const disk = new ScriptedDisk();
    disk.isFull = true;
    const before = scriptedQueue({ disk, run: 'one' });
    await before.pick(['a']);
    before.queue.close();
    disk.isFull = false;
    lyingDisk(disk);
    const after = scriptedQueue({ disk, run: 'one' });
    await settled();
    expect(after.tryOf('a').image.file).toMatchObject({ path: copyOf('a'), digest: 'a' });
  });

  test('is told by its size where the temp file is gone: the image is to be picked again', async () => {
    const disk = lyingDisk();
    const { onCopied } = disk;
    disk.onCopied = (id) => {
      onCopied(id);
      disk.files.delete('wxfile://tmp_a.jpg');
    };
    const { pick, stateOf, tries } = scriptedQueue({ disk });
    await pick(['a']);
    expect(stateOf('a')).toMatchObject({ name: 'failed', error: { code: 'file-missing' } });
    expect(tries).toEqual([]);
  });

  test.each(['kept', 'lost'])(
    'is told by its size after a kill before it was compared, its record %s',
    async (record) => {
      const disk = lyingDisk();
      disk.isStorageFull = record === 'lost';
      const before = scriptedQueue({ disk });
      before.readLate();
      void before.pick(['a']);
      await settled();
      before.kill();
      disk.isStorageFull = false;
      const after = scriptedQueue({ disk });
      await settled();
      expect(after.stateOf('a')).toMatchObject({ name: 'failed', error: { code: 'file-missing' } });
      expect(after.tries).toEqual([]);
    },
  );
});

test('an image that is missing by its record goes on where its copy turns up', async () => {
  const before = scriptedQueue();
  before.disk.isFull = true;
  await before.pick(['a']);
  before.tryOf('a').fail('file-missing');
  await settled();
  before.kill();
  before.disk.files.set(copyOf('a'), 'a');
  const after = scriptedQueue({ disk: before.disk });
  await settled();
  expect(after.running()).toEqual(['a']);
});

describe('storage that throws while it is read', () => {
  const restart = async (storageReadsToFail: number) => {
    const before = scriptedQueue();
    before.disk.isFull = true;
    await before.pick(['a']);
    before.kill();
    before.disk.storageReadsToFail = storageReadsToFail;
    const after = scriptedQueue({ disk: before.disk });
    await settled();
    return after;
  };

  test('once or twice: nothing is missing', async () => {
    expect((await restart(2)).stateOf('a')).toMatchObject({ name: 'failed', error: { code: 'file-missing' } });
  });

  test('for a whole run: the record stays for the next one', async () => {
    const after = await restart(1000);
    expect(after.stateOf('a')).toBeUndefined();
    expect(after.disk.images().map(({ id }) => id)).toEqual(['a']);
  });
});

describe('the twin of an image that is missing', () => {
  async function missing() {
    const before = scriptedQueue();
    before.disk.isFull = true;
    await before.pick(['a'], sameDigest);
    await before.lose('a');
    before.disk.isFull = false;
    return before;
  }

  test('lends it its copy where its own temp file is gone', async () => {
    const { disk, pick, tryOf } = await missing();
    disk.onCopied = (id) => disk.files.delete(`wxfile://tmp_${id}.jpg`);
    await pick(['b'], sameDigest);
    expect(tryOf('a').image.file.path).toBe(copyOf('a'));
    expect([...disk.files]).toContainEqual([copyOf('a'), 'one and the same']);
  });

  test('goes on with the picked file where the copy that it was given is not whole', async () => {
    const { disk, pick, tryOf } = await missing();
    disk.onCopied = (id) => {
      disk.sizes.set(copyOf(id), 1);
      disk.files.set(copyOf(id), 'half');
      disk.copyReadsToFail = 3;
    };
    await pick(['b'], sameDigest);
    await settled();
    expect(tryOf('a').image.file.path).toBe('wxfile://tmp_b.jpg');
  });

  test('gives it its copy where there is no room for another one', async () => {
    const { disk, pick, tryOf, queue } = await missing();
    disk.room = 1;
    await pick(['b'], sameDigest);
    disk.files.delete('wxfile://tmp_b.jpg');
    expect(tryOf('a').image.file.path).toBe(copyOf('a'));
    expect(queue.uploads()).toMatchObject([{ image: { id: 'a', copy: copyOf('a'), atRisk: false } }]);
    expect([...disk.files.keys()]).toEqual([copyOf('a')]);
  });

  test('is uploaded itself, with its copy, where the missing one is removed meanwhile', async () => {
    const { pick, queue, tryOf, disk } = await missing();
    disk.onGiven = () => {
      disk.onGiven = () => {};
      queue.remove('a');
    };
    expect(await pick(['b'], sameDigest)).toEqual([]);
    await settled();
    expect([tryOf('b').image.file.path, queue.uploads()]).toMatchObject([
      copyOf('b'),
      [{ image: { id: 'b', copy: copyOf('b'), atRisk: false } }],
    ]);
    expect([...disk.files.keys()]).toEqual(['wxfile://tmp_b.jpg', copyOf('b')]);
  });

  test('lends it its copy after a kill too', async () => {
    const before = await missing();
    before.readLate();
    void before.pick(['b'], sameDigest);
    await settled();
    before.kill();
    const after = scriptedQueue({ disk: before.disk });
    await settled();
    expect(after.running()).toEqual(['a']);
    expect(after.stateOf('b')).toBeUndefined();
  });

  test('is not finished before it goes on', async () => {
    const { pick, queue, tryOf } = await missing();
    const picking = pick(['b'], sameDigest);
    const finished = queue.finished();
    await picking;
    tryOf('a').store();
    expect(await finished).toMatchObject([{ image: { id: 'a' }, state: { name: 'stored' } }]);
  });
});

describe('two picks of one picture that could not be read when they were picked', () => {
  async function unread(options: Parameters<typeof scriptedQueue>[0] = {}) {
    const scripted = scriptedQueue(options);
    scripted.disk.isUnreadable = true;
    await scripted.pick(['a', 'b'], sameDigest);
    await settled();
    scripted.disk.isUnreadable = false;
    scripted.fire();
    await settled();
    return scripted;
  }

  test('are one upload', async () => {
    const { running, queue, disk, tryOf } = await unread({ parallel: 1 });
    expect(running()).toEqual(['a']);
    tryOf('a').store();
    await settled();
    expect(queue.uploads().map(({ image }) => image.id)).toEqual(['a']);
    expect(disk.images().map(({ id }) => id)).toEqual(['a']);
  });

  test('are two where the caller asks for that', async () => {
    expect((await unread({ allowDuplicates: true })).running()).toEqual(['a', 'b']);
  });

  test('leave their place to another image', async () => {
    const { pick, tryOf, running, disk } = await unread({ parallel: 1 });
    tryOf('a').store();
    await settled();
    disk.isUnreadable = true;
    await pick(['c'], sameDigest);
    await settled();
    disk.isUnreadable = false;
    await pick(['d']);
    await settled();
    expect(running()).toEqual(['d']);
  });
});

describe('a duplicate of an image that', () => {
  test('has no copy, and is being sent: it has the copy of the duplicate from then on', async () => {
    const { disk, pick, tryOf, queue, miss } = scriptedQueue();
    disk.isFull = true;
    await pick(['a'], sameDigest);
    disk.isFull = false;
    disk.files.delete('wxfile://tmp_a.jpg');
    await pick(['b'], sameDigest);
    expect(queue.uploads()).toMatchObject([{ image: { id: 'a', copy: copyOf('a'), atRisk: false } }]);
    await miss('a');
    expect(tryOf('a').image.file.path).toBe(copyOf('a'));
  });

  test('is stored while the two are compared: neither has a copy then', async () => {
    const { disk, pick, tryOf, queue, readLate } = scriptedQueue();
    await pick(['a'], sameDigest);
    const picking = pick(['b'], sameDigest);
    let readNow = readLate();
    // The picked file and its copy; the third is the copy of the first image.
    for (let reads = 0; reads < 2; reads++) {
      await settled();
      readNow();
      readNow = readLate();
    }
    await settled();
    tryOf('a').store();
    await settled();
    readNow();
    expect((await picking).map(({ id }) => id)).toEqual(['b']);
    await settled();
    expect(queue.uploads()).toMatchObject([{ image: { id: 'a', copy: undefined }, state: { name: 'stored' } }]);
    expect([...disk.files.keys()]).toEqual(['wxfile://tmp_a.jpg', 'wxfile://tmp_b.jpg']);
  });

  test('has no file and is not restored yet: it goes on with the file of the duplicate', async () => {
    const before = scriptedQueue();
    before.disk.isFull = true;
    await before.pick(['a'], sameDigest);
    before.kill();
    before.disk.files.clear();
    before.disk.isFull = false;
    const { pick, running } = scriptedQueue({ disk: before.disk });
    // Before the folder and the records have been read.
    await pick(['b'], sameDigest);
    await settled();
    expect(running()).toEqual(['a']);
  });

  test('may be stored already: it is not sent under another key before a person asks for that', async () => {
    const { pick, tryOf } = scriptedQueue();
    await pick(['a'], sameDigest);
    tryOf('a').send();
    tryOf('a').fail('outcome-unknown');
    await settled();
    await pick(['b'], sameDigest);
    await settled();
    expect(tryOf('a').image.sentAs).toBe('uploads/a.jpg');
  });
});

describe('a queue that is closed', () => {
  /** An image is stored, while another one is at risk and there is room again. */
  async function storeOne(queue: ReturnType<typeof scriptedQueue>): Promise<void> {
    await queue.pick(['a']);
    queue.disk.isFull = true;
    await queue.pick(['b']);
    queue.disk.isFull = false;
    queue.tryOf('a').store();
    await settled();
  }

  test('as an image is stored leaves its copy to the next start, which knows that it is stored', async () => {
    const queue: ReturnType<typeof scriptedQueue> = scriptedQueue({
      onChange: (_, { name }) => name === 'stored' && queue.queue.close(),
    });
    await storeOne(queue);
    expect(queue.disk.images()[0]).toMatchObject({ id: 'a', state: 'stored' });
    const { stateOf, disk } = scriptedQueue({ disk: queue.disk });
    await settled();
    expect([stateOf('a')?.name, disk.files.has(copyOf('a'))]).toEqual(['stored', false]);
  });

  test('as a copy is deleted makes no further one: the next queue may be sending it', async () => {
    const queue = scriptedQueue();
    queue.disk.onDeleted = queue.queue.close;
    await storeOne(queue);
    expect(queue.disk.files.has(copyOf('a'))).toBe(false);
    expect(queue.disk.files.has(copyOf('b'))).toBe(false);
  });
});

describe('a copy that was made and called failed', () => {
  test('is found where the picked file is gone before it is read', async () => {
    const { disk, pick, tryOf, queue } = scriptedQueue();
    disk.copiesUnheard = true;
    disk.onCopied = (id) => disk.files.delete(`wxfile://tmp_${id}.jpg`);
    await pick(['a']);
    expect(tryOf('a').image.file.path).toBe(copyOf('a'));
    expect(queue.uploads()).toMatchObject([{ image: { copy: copyOf('a'), atRisk: false } }]);
    tryOf('a').store();
    await settled();
    expect([...disk.files.keys()]).toEqual([]);
  });

  test('is not taken for the picture where it has another size than was picked', async () => {
    const { disk, pick, stateOf, tries } = scriptedQueue();
    disk.copiesUnheard = true;
    disk.onCopied = (id) => {
      disk.files.delete(`wxfile://tmp_${id}.jpg`);
      disk.sizes.set(copyOf(id), 1);
    };
    await pick(['a']);
    expect(stateOf('a')).toMatchObject({ name: 'failed', error: { code: 'file-missing' } });
    expect(tries).toEqual([]);
  });

  test('is found where the picked file is gone when it is sent', async () => {
    const { disk, pick, miss, tries } = scriptedQueue();
    disk.copiesUnheard = true;
    await pick(['a']);
    disk.files.delete('wxfile://tmp_a.jpg');
    await miss('a');
    expect(tries.at(-1)?.image.file.path).toBe(copyOf('a'));
  });
});

describe('a file that is gone when it is sent', () => {
  test('goes on with its copy, made while the picked file was being sent', async () => {
    const { disk, pick, tryOf, tries, miss, stateOf } = scriptedQueue();
    await pick(['a']);
    disk.isFull = true;
    await pick(['b']);
    disk.isFull = false;
    tryOf('a').store();
    await settled();
    disk.files.delete('wxfile://tmp_b.jpg');
    await miss('b');
    expect(tries.at(-1)?.image).toMatchObject({ id: 'b', file: { path: copyOf('b') } });
    tryOf('b').store();
    await settled();
    expect(stateOf('b')).toMatchObject({ name: 'stored' });
  });

  test('goes on with the picked file where its copy is gone', async () => {
    const { disk, pick, tries, miss } = scriptedQueue();
    await pick(['a']);
    disk.files.delete(copyOf('a'));
    await miss('a');
    expect(tries.at(-1)?.image.file.path).toBe('wxfile://tmp_a.jpg');
  });

  test('goes on with a copy that could not be read when it was made', async () => {
    const { disk, pick, tries, miss } = scriptedQueue();
    disk.onCopied = () => {
      disk.copyReadsToFail = 3;
    };
    await pick(['a']);
    expect(tries.at(-1)?.image.file.path).toBe('wxfile://tmp_a.jpg');
    disk.files.delete('wxfile://tmp_a.jpg');
    await miss('a');
    expect(tries.at(-1)?.image.file.path).toBe(copyOf('a'));
  });
});

test('a removed image whose copy cannot be deleted does not come back: the next start deletes it', async () => {
  const first = scriptedQueue();
  await first.pick(['a']);
  first.disk.isUndeletable = true;
  first.queue.remove('a');
  await settled();
  first.kill();
  first.disk.isUndeletable = false;
  first.disk.isFolderUnreadable = true;

  const second = scriptedQueue({ disk: first.disk });
  await settled();
  expect(second.queue.uploads()).toEqual([]);
  second.kill();
  first.disk.isFolderUnreadable = false;

  const { queue, disk } = scriptedQueue({ disk: first.disk });
  await settled();
  expect(queue.uploads()).toEqual([]);
  expect(disk.files.has(copyOf('a'))).toBe(false);
  expect(disk.images()).toEqual([]);
});

describe('an image at risk', () => {
  test('is copied once there is room', async () => {
    const { disk, pick, tryOf, queue } = scriptedQueue();
    await pick(['a']);
    disk.isFull = true;
    await pick(['b']);
    disk.isFull = false;
    tryOf('a').store();
    await settled();
    expect(disk.files.get(copyOf('b'))).toBe('b');
    expect(queue.uploads().find(({ image }) => image.id === 'b')?.image.atRisk).toBe(false);
  });

  test('is copied anew where the late copy has not its bytes', async () => {
    const { disk, pick, tryOf } = scriptedQueue();
    await pick(['a']);
    disk.isFull = true;
    await pick(['b']);
    disk.isFull = false;
    disk.onCopied = (id) => {
      disk.onCopied = () => {};
      disk.files.set(copyOf(id), 'half');
    };
    tryOf('a').store();
    await settled();
    tryOf('b').fail();
    expect(disk.files.get(copyOf('b'))).toBe('b');
  });

  test('leaves no copy where it is stored while it is copied', async () => {
    const { disk, pick, tryOf, stateOf } = scriptedQueue();
    await pick(['a']);
    disk.isFull = true;
    await pick(['b']);
    disk.isFull = false;
    disk.onCopied = (id) => tryOf(id).store();
    tryOf('a').store();
    await settled();
    expect(stateOf('b')?.name).toBe('stored');
    expect([...disk.files.keys()]).toEqual(['wxfile://tmp_a.jpg', 'wxfile://tmp_b.jpg']);
  });

  test('evicts the copy of an image that was cancelled, where there is no room', async () => {
    const { disk, pick, queue } = scriptedQueue();
    disk.room = 1;
    await pick(['a']);
    queue.cancel('a');
    await pick(['b']);
    expect(disk.files.get(copyOf('b'))).toBe('b');
    expect(queue.uploads()).toMatchObject([
      { image: { id: 'a', copy: undefined } },
      { image: { id: 'b', copy: copyOf('b'), atRisk: false } },
    ]);
  });

  test('is none for one copy that fails, nor is another evicted for it', async () => {
    const { disk, pick, queue } = scriptedQueue();
    await pick(['a']);
    queue.cancel('a');
    disk.copiesToFail = 1;
    await pick(['b']);
    expect(queue.uploads()).toMatchObject([
      { image: { id: 'a', copy: copyOf('a') } },
      { image: { id: 'b', copy: copyOf('b'), atRisk: false } },
    ]);
  });

  test('evicts no copy where the picked file is gone', async () => {
    const { disk, pick, queue, stateOf } = scriptedQueue();
    await pick(['a']);
    queue.cancel('a');
    await queue.add(pickedImages('gone'));
    expect(stateOf('gone')).toMatchObject({ name: 'failed', error: { code: 'file-missing' } });
    expect(disk.files.has(copyOf('a'))).toBe(true);
  });

  test('is one whose record cannot be written as it is sent', async () => {
    const { disk, pick, tryOf, queue } = scriptedQueue();
    await pick(['a']);
    disk.isStorageFull = true;
    tryOf('a').send();
    expect(queue.uploads()[0]?.image.atRisk).toBe(true);
  });
});

describe('a file that is read anew for a try', () => {
  test.each([
    ['half', 0.5],
    ['none', 0],
  ])('is the picked one where its copy, which could not be read before, has %s of the bytes', async (_, size) => {
    const { disk, pick, fire, tries } = scriptedQueue();
    disk.isUnreadable = true;
    await pick(['a']);
    await settled();
    disk.isUnreadable = false;
    disk.sizes.set(copyOf('a'), size);
    fire();
    await settled();
    expect(tries.map(({ image }) => image.file.path)).toEqual(['wxfile://tmp_a.jpg']);
  });

  test('is not sent where it has other bytes than were picked', async () => {
    const { disk, pick, queue, stateOf, tries } = scriptedQueue();
    disk.room = 1;
    await pick(['a']);
    queue.cancel('a');
    await pick(['b']);
    disk.files.set('wxfile://tmp_a.jpg', 'another picture');
    queue.retry('a');
    await settled();
    expect(stateOf('a')).toMatchObject({ name: 'failed', error: { code: 'file-missing' } });
    expect(tries.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('is not sent where it could not be read before, and has another size than was picked', async () => {
    const { disk, pick, fire, stateOf, tries } = scriptedQueue();
    disk.isUnreadable = true;
    await pick(['a']);
    await settled();
    disk.isUnreadable = false;
    disk.sizes.set(copyOf('a'), 0.5);
    disk.sizes.set('wxfile://tmp_a.jpg', 0.5);
    fire();
    await settled();
    expect(stateOf('a')).toMatchObject({ name: 'failed', error: { code: 'file-missing' } });
    expect(tries).toEqual([]);
  });
});
