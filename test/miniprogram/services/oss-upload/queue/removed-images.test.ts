import { settled } from '../../../../scripted-wx';
import { type ScriptedDisk, scriptedQueue } from './scripted-queue';

/** The next start of the mini-program, with a phone that obeys again. */
async function nextStart(disk: ScriptedDisk) {
  disk.isUndeletable = false;
  disk.copiesUnheard = false;
  disk.onCopied = () => {};
  const next = scriptedQueue({ disk });
  await settled();
  return next;
}

/** An image that was removed is neither shown nor sent again, and nothing of it is left. */
async function expectNothing(disk: ScriptedDisk) {
  const { queue, tries } = await nextStart(disk);
  expect([queue.uploads(), tries, disk.images()]).toEqual([[], [], []]);
  expect([...disk.files.keys()].filter((path) => path.includes('/oss-upload/'))).toEqual([]);
}

test('a stored image whose copy could not be deleted does not come back once it is cleared', async () => {
  const { disk, pick, tryOf, queue, kill } = scriptedQueue();
  await pick(['a']);
  disk.isUndeletable = true;
  tryOf('a').store();
  await settled();
  queue.clearStored();
  await settled();
  kill();
  await expectNothing(disk);
});

test('nor does one whose copy the next start could not delete either', async () => {
  const { disk, pick, tryOf, kill } = scriptedQueue();
  await pick(['a']);
  disk.isUndeletable = true;
  tryOf('a').store();
  await settled();
  kill();
  const next = scriptedQueue({ disk });
  await settled();
  next.queue.clearStored();
  await settled();
  next.kill();
  await expectNothing(disk);
});

test('nor does a cancelled one that is removed after its copy could not be evicted', async () => {
  const { disk, pick, queue, kill, tryOf } = scriptedQueue();
  disk.room = 1;
  await pick(['a']);
  queue.cancel('a');
  disk.isUndeletable = true;
  await pick(['b']);
  queue.remove('a');
  tryOf('b').store();
  await settled();
  queue.remove('b');
  await settled();
  kill();
  await expectNothing(disk);
});

test('nor does one that is removed while it is copied, right before the mini-program ends', async () => {
  const { disk, pick, queue, kill } = scriptedQueue();
  disk.onCopied = (id) => {
    queue.remove(id);
    kill();
  };
  await pick(['a']);
  await settled();
  await expectNothing(disk);
});

test('nor does one whose copy was made though the call that made it was given up', async () => {
  const { disk, pick, tryOf, queue, kill } = scriptedQueue();
  disk.copiesUnheard = true;
  await pick(['a']);
  tryOf('a').store();
  await settled();
  queue.clearStored();
  await settled();
  kill();
  await expectNothing(disk);
});

test('nor does one that has another copy by then, since it was picked again after it had failed', async () => {
  const { disk, pick, tryOf, queue, kill } = scriptedQueue();
  const sameDigest = () => 'one and the same';
  await pick(['a'], sameDigest);
  tryOf('a').fail('file-too-large');
  await settled();
  await pick(['b'], sameDigest);
  await settled();
  disk.neverDeletes = true;
  queue.remove('a');
  kill();
  disk.neverDeletes = false;
  await expectNothing(disk);
});

test('where storage is full, one that is removed leaves neither copy nor record', async () => {
  const { disk, pick, queue } = scriptedQueue();
  await pick(['a']);
  disk.isStorageFull = true;
  queue.remove('a');
  await settled();
  expect(disk.images()).toEqual([]);
  expect([...disk.files.keys()]).toEqual(['wxfile://tmp_a.jpg']);
});
