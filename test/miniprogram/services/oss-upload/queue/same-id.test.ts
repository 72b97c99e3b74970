import { settled } from '../../../../scripted-wx';
import { pickedImages, scriptedQueue } from './scripted-queue';

test('two images of one id in one call are one image', async () => {
  const { queue, disk, tryOf } = scriptedQueue();
  disk.files.set('wxfile://tmp_a.jpg', 'a');
  const { added, duplicates } = await queue.add(pickedImages('a', 'a'));
  expect([added.length, duplicates.map(({ existing }) => existing.image.id)]).toEqual([1, ['a']]);
  tryOf('a').store();
  expect(await queue.finished()).toMatchObject([{ image: { id: 'a' }, state: { name: 'stored' } }]);
});

test('an image that was stored in an earlier run, and is added before that is restored, stays stored', async () => {
  const before = scriptedQueue();
  await before.pick(['a']);
  before.tryOf('a').store();
  await settled();
  before.kill();
  const { pick, tries, queue } = scriptedQueue({ disk: before.disk });
  expect(await pick(['a'])).toMatchObject([{ id: 'a' }]);
  expect([tries, queue.uploads()]).toMatchObject([[], [{ image: { number: 1 }, state: { name: 'stored' } }]]);
});

test('one that waits keeps the key under which it may be stored', async () => {
  const before = scriptedQueue();
  await before.pick(['a']);
  before.tryOf('a').send();
  before.kill();
  const { pick, tries } = scriptedQueue({ disk: before.disk });
  await pick(['a']);
  await settled();
  expect(tries).toMatchObject([{ image: { id: 'a', sentAs: 'uploads/a.jpg' } }]);
});

test('one that is adopted later, by its copy alone, is not there twice', async () => {
  const before = scriptedQueue();
  const ids = Array.from({ length: 30 }, (_, index) => `i${index}`);
  await before.pick(ids);
  before.kill();
  for (const key of before.disk.storage.keys()) if (key.endsWith('/i29')) before.disk.storage.delete(key);
  const { pick, queue, fire } = scriptedQueue({ disk: before.disk });
  await settled();
  const picking = pick(['i29']);
  for (let slice = 0; slice < 4; slice++) {
    fire();
    await settled();
  }
  await picking;
  expect(queue.uploads().filter(({ image }) => image.id === 'i29')).toHaveLength(1);
});
