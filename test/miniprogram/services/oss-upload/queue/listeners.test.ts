import { settled } from '../../../../scripted-wx';
import { scriptedQueue } from './scripted-queue';

describe('a listener of the status that throws', () => {
  let said: jest.SpyInstance;
  beforeEach(() => {
    said = jest.spyOn(console, 'error').mockImplementation();
  });
  afterEach(() => said.mockRestore());

  const onStatus = () => {
    throw new Error('the fault of the page');
  };

  test('holds up no image of an earlier run, and none that is picked', async () => {
    const before = scriptedQueue();
    await before.pick(['a']);
    before.kill();
    const { pick, running, tryOf, queue } = scriptedQueue({ disk: before.disk, onStatus });
    await pick(['b']);
    await settled();
    expect(running().sort()).toEqual(['a', 'b']);
    for (const id of ['a', 'b']) tryOf(id).store();
    expect(await queue.finished()).toHaveLength(2);
    expect(said).toHaveBeenCalledWith(expect.stringContaining('onStatus'), expect.any(Error));
  });

  test('holds up neither pause nor a change of the network', async () => {
    const { pick, running, queue, change } = scriptedQueue({ onStatus });
    await pick(['a']);
    queue.pause();
    expect(running()).toEqual([]);
    queue.resume();
    expect(running()).toEqual(['a']);
    change({ online: false });
    queue.cancel('a');
    await pick(['b']);
    change({ online: true });
    expect(running()).toEqual(['b']);
  });
});

describe('a listener that closes the queue', () => {
  test('at the first image of a pick: each is recorded', async () => {
    const scripted: ReturnType<typeof scriptedQueue> = scriptedQueue({ onChange: () => scripted.queue.close() });
    await scripted.pick(['a', 'b']);
    expect(scripted.disk.images().map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test.each(['stored', 'cancelled'])('as its image is %s: the next start knows', async (state) => {
    const before: ReturnType<typeof scriptedQueue> = scriptedQueue({
      onChange: (_, { name }) => name === state && before.queue.close(),
    });
    await before.pick(['a']);
    if (state === 'stored') before.tryOf('a').store();
    else before.queue.cancel('a');
    await settled();
    const { stateOf, tries } = scriptedQueue({ disk: before.disk });
    await settled();
    expect([stateOf('a')?.name, tries]).toEqual([state, []]);
  });
});

test('a queue that is closed at once announces nothing, and leaves the settings to the next one', async () => {
  const { queue, statuses, disk } = scriptedQueue();
  queue.close();
  queue.pause();
  await settled();
  expect([statuses, disk.isPaused()]).toEqual([[], false]);
});
