import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { pickedImages, scriptedQueue } from './scripted-queue';

/** What the queue is expected to know of an image. */
type Expected = 'waiting' | 'uploading' | 'processing' | 'stored' | 'failed';

/** The queue in its simplest words: a list, and a rule that fills the free places from the front. */
class QueueModel {
  readonly states = new Map<string, Expected>();
  /** Every upload ever started, by id. */
  readonly started: string[] = [];
  private readonly parallel: number;

  constructor(parallel: number) {
    this.parallel = parallel;
  }

  ids(...states: Expected[]): string[] {
    return [...this.states].filter(([, state]) => states.includes(state)).map(([id]) => id);
  }

  fillPlaces(): void {
    const free = this.parallel - this.ids('uploading', 'processing').length;
    for (const id of this.ids('waiting').slice(0, Math.max(0, free))) {
      this.states.set(id, 'uploading');
      this.started.push(id);
    }
  }
}

const ACTIONS = ['add', 'progress', 'process', 'store', 'fail', 'remove', 'retry', 'answer late'] as const;
type Action = (typeof ACTIONS)[number];

/** Whom each action can be done to. Adding makes images of its own, and late answers are for those removed. */
const SUBJECTS: Record<Action, Expected[]> = {
  add: [],
  'answer late': [],
  progress: ['uploading'],
  process: ['uploading'],
  store: ['uploading', 'processing'],
  fail: ['uploading', 'processing'],
  remove: ['waiting', 'uploading', 'processing', 'stored', 'failed'],
  retry: ['waiting', 'uploading', 'processing', 'stored', 'failed'],
};

const step = fc.record({
  action: fc.constantFrom(...ACTIONS),
  /** Which of those whom it can be done to; how many to add. */
  choice: fc.nat(100),
});

test('whatever is done, and in whatever order, the queue does what its model does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 40 }), async (parallel, steps) => {
      const { act, compare } = queueBesideModel(parallel);
      for (const { action, choice } of steps) {
        act(action, choice);
        await setImmediate();
        compare();
      }
    }),
    { numRuns: 200 },
  );
});

/** The queue and its model, to which the same is done. */
function queueBesideModel(parallel: number) {
  const model = new QueueModel(parallel);
  const scripted = scriptedQueue({ parallel });
  /** How many changes had been told of an image when it was removed. */
  const removed = new Map<string, number>();

  function compare(): void {
    expect(scripted.uploads.map(({ id }) => id)).toEqual(model.started);
    for (const [id, state] of model.states) expect([id, scripted.told(id).at(-1)]).toEqual([id, state]);
    for (const [id, changes] of removed) expect([id, scripted.told(id).length]).toEqual([id, changes]);
  }

  function act(action: Action, choice: number): void {
    const subjects = action === 'answer late' ? [...removed.keys()] : model.ids(...SUBJECTS[action]);
    const id = subjects[choice % Math.max(1, subjects.length)];
    if (action === 'add') add((choice % 3) + 1);
    else if (id === undefined) return;
    else if (action === 'remove') remove(id);
    else if (action === 'retry') retry(id);
    else if (action === 'progress') scripted.uploadOf(id).progress({ phase: 'uploading', percent: 50 });
    else if (action === 'process') process(id);
    else if (action === 'answer late') answerLate(id);
    else end(action, id);
  }

  function add(count: number): void {
    const ids = Array.from({ length: count }, (_, i) => `image-${model.states.size + removed.size + i}`);
    for (const id of ids) model.states.set(id, 'waiting');
    model.fillPlaces();
    scripted.queue.add(pickedImages(...ids));
  }

  function remove(id: string): void {
    const running = model.ids('uploading', 'processing').includes(id);
    removed.set(id, scripted.told(id).length);
    model.states.delete(id);
    model.fillPlaces();
    scripted.queue.remove(id);
    if (running) expect(scripted.uploadOf(id).aborted).toBe(true);
  }

  function retry(id: string): void {
    if (model.states.get(id) === 'failed') model.states.set(id, 'waiting');
    model.fillPlaces();
    scripted.queue.retry(id);
  }

  function process(id: string): void {
    model.states.set(id, 'processing');
    scripted.uploadOf(id).progress({ phase: 'processing' });
  }

  /** A removed image's uploads go on for a while on the phone. */
  function answerLate(id: string): void {
    for (const upload of scripted.uploads.filter((started) => started.id === id)) {
      upload.progress({ phase: 'uploading', percent: 50 });
      upload.store();
    }
  }

  function end(action: 'store' | 'fail', id: string): void {
    model.states.set(id, action === 'store' ? 'stored' : 'failed');
    model.fillPlaces();
    scripted.uploadOf(id)[action]();
  }

  return { act, compare };
}
