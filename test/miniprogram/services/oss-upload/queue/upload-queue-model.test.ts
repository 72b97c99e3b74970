import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { UploadErrorCode } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import { isFinal, type UploadState } from '../../../../../miniprogram/services/oss-upload/queue/upload';
import { copyOf, ScriptedDisk, type ScriptedTry, scriptedQueue } from './scripted-queue';

type StateName = UploadState['name'];

/** From which state to which an image may go. Announced again in the same state: that it is at risk, or no more. */
const LEGAL: Readonly<Record<StateName, readonly StateName[]>> = {
  waiting: ['waiting', 'uploading', 'failed', 'cancelled'],
  uploading: ['uploading', 'processing', 'stored', 'failed', 'waiting', 'cancelled'],
  processing: ['processing', 'stored', 'failed', 'waiting', 'cancelled'],
  failed: ['waiting', 'failed'],
  // All bytes were sent: OSS may answer that it is stored.
  cancelled: ['waiting', 'processing', 'stored', 'cancelled'],
  stored: [],
};

/** One for each remedy, and a fault of the file. */
const FAILURES: readonly UploadErrorCode[] = [
  'network',
  'interrupted',
  'policy-expired',
  'unexpected',
  'policy-violated',
  'file-too-large',
];

const ACTIONS = [
  'pick',
  'pick again',
  'send',
  'progress',
  'process',
  'store',
  'store unheard',
  'fail',
  'cancel',
  'cancel all',
  'remove',
  'retry',
  'retry failed',
  'pause',
  'resume',
  'hide',
  'show',
  'go offline',
  'go online',
  'change network',
  'fire',
  'answer late',
  'fill the disk',
  'clear the disk',
  'fill the storage',
  'clear the storage',
  'break reads',
  'mend reads',
  'clear stored',
  'log out',
  'log in',
  'damage a record',
  'lose the settings',
  'kill',
] as const;

const step = fc.record({ action: fc.constantFrom(...ACTIONS), choice: fc.nat(1000) });

test('whatever is done, and in whatever order: states stay legal, the limit holds, every image ends once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 50 }), async (parallel, steps) => {
      const world = createWorld(parallel);
      for (const { action, choice } of steps) {
        world.act(action, choice);
        await setImmediate();
        world.check();
      }
      await world.finish();
    }),
    { numRuns: 3000 },
  );
});

/** The queue, the phone it runs on, and the bucket that it uploads into. */
function createWorld(parallel: number) {
  const disk = new ScriptedDisk();
  /** What the bucket holds: the digest of the picture by its key. */
  const bucket = new Map<string, string>();
  const digestOf = new Map<string, string>();
  /** Pictures that were cancelled or removed, or that had no copy at the end of the mini-program: these need not arrive. */
  const givenUp = new Set<string>();
  const repicked = new Set<string>();
  /** Of earlier runs of the mini-program. */
  const oldTries: ScriptedTry[] = [];
  let states = new Map<string, StateName>();
  let pickedSoFar = 0;
  const around = { foreground: true, online: true, isOwner: true };
  let paused = false;
  let scripted = start();

  function start() {
    states = new Map();
    return scriptedQueue({
      disk,
      parallel,
      onChange: (id, { name }) => {
        const before = states.get(id);
        if (before !== undefined)
          expect([id, before, LEGAL[before]]).toEqual([id, before, expect.arrayContaining([name])]);
        states.set(id, name);
      },
    });
  }

  const keyOf = (id: string) => `uploads/${id}.jpg`;
  const uploads = () => scripted.queue.uploads();
  const running = () => scripted.tries.filter(({ ended }) => !ended);
  const among = <Item>(items: readonly Item[], choice: number): Item | undefined =>
    items[choice % Math.max(1, items.length)];

  const oneRunning = (choice: number) => among(running(), choice);
  const oneUploading = (choice: number) =>
    among(
      running().filter(({ id }) => states.get(id) === 'uploading'),
      choice,
    );
  /** One image, or none where there is none. */
  const ids = (choice: number) => [among(uploads(), choice) ?? []].flat().map(({ image }) => image.id);
  const digests = (choice: number) => ids(choice).map((id) => digestOf.get(id) ?? '');

  function pick(digest: string): void {
    const id = `image-${pickedSoFar++}`;
    digestOf.set(id, digest);
    void scripted.pick([id], () => digest);
  }

  /** OSS stores it, and its answer arrives or not. Twice under one key is once. */
  function store(one: ScriptedTry | undefined, isHeard: boolean): void {
    if (!one) return;
    one.send();
    bucket.set(keyOf(one.id), digestOf.get(one.id) ?? '');
    if (isHeard) one.store();
    else one.fail('network');
  }

  function giveUp(ids: readonly string[]): void {
    for (const id of ids) givenUp.add(digestOf.get(id) ?? '');
  }

  const deeds: Record<(typeof ACTIONS)[number], (choice: number) => void> = {
    pick: () => pick(`picture-${pickedSoFar}`),
    'pick again': (choice) => {
      for (const digest of digests(choice)) {
        repicked.add(digest);
        pick(digest);
      }
    },
    send: (choice) => oneRunning(choice)?.send(),
    progress: (choice) => oneUploading(choice)?.progress({ phase: 'uploading', percent: choice % 100 }),
    process: (choice) => oneUploading(choice)?.progress({ phase: 'processing' }),
    store: (choice) => store(oneRunning(choice), true),
    'store unheard': (choice) => store(oneRunning(choice), false),
    fail: (choice) => oneRunning(choice)?.fail(FAILURES[choice % FAILURES.length]),
    cancel(choice) {
      giveUp(ids(choice));
      ids(choice).forEach(scripted.queue.cancel);
    },
    'cancel all'() {
      giveUp(uploads().map(({ image }) => image.id));
      scripted.queue.cancelAll();
    },
    remove(choice) {
      giveUp(ids(choice));
      for (const id of ids(choice)) {
        states.delete(id);
        scripted.queue.remove(id);
      }
    },
    retry: (choice) => ids(choice).forEach(scripted.queue.retry),
    'retry failed': () => scripted.queue.retryFailed(),
    pause() {
      paused = true;
      scripted.queue.pause();
    },
    resume() {
      paused = false;
      scripted.queue.resume();
    },
    hide: () => surround({ foreground: false }),
    show: () => surround({ foreground: true }),
    'go offline': () => surround({ online: false }),
    'go online': () => surround({ online: true }),
    'change network': () => surround({}),
    fire: () => scripted.fire(),
    'answer late'(choice) {
      const stopped = [...oldTries, ...scripted.tries].filter(({ aborted }) => aborted);
      const late = among(stopped, choice);
      late?.progress({ phase: 'uploading', percent: 50 });
      late?.store();
    },
    'fill the disk': () => {
      disk.isFull = true;
    },
    'clear the disk': () => {
      disk.isFull = false;
    },
    'fill the storage': () => {
      disk.isStorageFull = true;
    },
    'clear the storage': () => {
      disk.isStorageFull = false;
    },
    'break reads': () => {
      disk.isUnreadable = true;
    },
    'mend reads': () => {
      disk.isUnreadable = false;
    },
    'clear stored'() {
      for (const { image, state } of uploads()) if (state.name === 'stored') states.delete(image.id);
      scripted.queue.clearStored();
    },
    'log out': () => surround({ isOwner: false }),
    'log in': () => surround({ isOwner: true }),
    'damage a record'(choice) {
      const key = among([...disk.storage.keys()], choice);
      if (key !== undefined) disk.storage.set(key, '{"version":2,"num');
      restart();
    },
    'lose the settings'() {
      for (const key of disk.storage.keys()) if (key.endsWith('settings')) disk.storage.delete(key);
      restart();
    },
    kill: restart,
  };

  function surround(change: Partial<typeof around>): void {
    Object.assign(around, change);
    scripted.change(around);
  }

  /** Temp files do not survive, and neither does an image that could not be kept. */
  function restart(): void {
    scripted.kill();
    oldTries.push(...scripted.tries);
    giveUp(
      uploads().flatMap(({ image, state }) => (image.copy === undefined && state.name !== 'stored' ? image.id : [])),
    );
    for (const path of disk.files.keys()) if (path.startsWith('wxfile://tmp')) disk.files.delete(path);
    paused = disk.isPaused();
    scripted = start();
    scripted.change(around);
  }

  function check(): void {
    const alive = running();
    expect(alive.length).toBeLessThanOrEqual(parallel);
    expect(new Set(alive.map(({ id }) => id)).size).toBe(alive.length);
    const isHeldUp = paused || !around.foreground || !around.online || !around.isOwner;
    const started = alive.filter(({ id }) => states.get(id) === 'uploading');
    if (paused) expect(started).toEqual([]);
    if (!isHeldUp && alive.length < parallel) {
      // No place stays free while an image could take it.
      const idle = uploads().filter(({ state }) => state.name === 'waiting').length;
      expect(idle).toBeLessThanOrEqual(scripted.waits().length);
    }
    for (const { image, state } of uploads()) expect([image.id, states.get(image.id)]).toEqual([image.id, state.name]);
    const numbers = uploads().map(({ image }) => image.number);
    expect(new Set(numbers).size).toBe(numbers.length);
    if (disk.wasStorageFull) return; // some could not be written
    const kept = disk.images().filter(({ state }) => state !== 'removed');
    expect(kept.map(({ id }) => id)).toEqual(uploads().map(({ image }) => image.id));
  }

  /** Everything goes well from here on. */
  async function finish(): Promise<void> {
    disk.isFull = false;
    disk.isStorageFull = false;
    disk.isUnreadable = false;
    restart();
    await setImmediate();
    paused = false;
    surround({ foreground: true, online: true, isOwner: true });
    scripted.queue.resume();
    await setImmediate();
    scripted.queue.retryFailed();
    for (let left = 1000; left > 0 && uploads().some(({ state }) => !isFinal(state)); left--) {
      scripted.fire();
      for (const one of running()) store(one, true);
      await setImmediate();
    }
    const ended = await scripted.queue.finished();
    await setImmediate();

    expect(scripted.running()).toEqual([]);
    expect(scripted.waits()).toEqual([]);
    expect(ended.every(({ state }) => isFinal(state))).toBe(true);
    const [firsts, arrived] = [new Set(digestOf.values()), [...bucket.values()]];
    // Nothing is lost: what was not given up is stored, or its file could not be read any more.
    const failed = ended
      .filter(({ state }) => state.name === 'failed')
      .map(({ image }) => digestOf.get(image.id) ?? '');
    for (const digest of firsts) {
      if (givenUp.has(digest) || failed.includes(digest)) continue;
      expect(arrived).toContain(digest);
      // Nor doubled, unless someone picked it again after the queue had forgotten it.
      if (!repicked.has(digest)) expect(arrived.filter((one) => one === digest)).toHaveLength(1);
    }
    // Nothing is left: only what has failed, or can still be retried, has a copy.
    const kept = [...disk.files.keys()].filter((path) => path.startsWith(copyOf('')));
    const mayBeKept = ended.filter(({ state }) => state.name !== 'stored').map(({ image }) => copyOf(image.id));
    expect(mayBeKept).toEqual(expect.arrayContaining(kept));
  }

  return { act: (action: (typeof ACTIONS)[number], choice: number) => deeds[action](choice), check, finish };
}
