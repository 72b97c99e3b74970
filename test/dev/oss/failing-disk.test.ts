import { renameSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type ObjectStore, openObjectStore } from '../../../dev/oss/object-store';
import { postParts, signedForm, toParts } from './post-form';
import { endRunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

test('a record that cannot be put in its place leaves nothing behind', async () => {
  const oss = await runOss();
  await rm(join(oss.dataDir, 'objects'), { recursive: true });
  const answer = await postParts(oss.url, toParts(signedForm({ settings: oss.settings })));
  expect(answer).toMatchObject({ status: 500, code: 'InternalError' });
  expect(await oss.files()).toEqual([]);
});

type Failure = 'none' | 'no space' | 'no rename';

/** A disk on which the next record fails as set; what was written until then stays. */
function failingDisk() {
  let failure: Failure = 'none';
  const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  return {
    failNext: (next: Failure) => {
      failure = next;
    },
    writeFileSync(path: string, text: string) {
      if (failure !== 'no space') return writeFileSync(path, text);
      writeFileSync(path, text.slice(0, text.length / 2));
      throw full();
    },
    renameSync(from: string, to: string) {
      if (failure === 'no rename') throw full();
      renameSync(from, to);
    },
  };
}

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

async function textOf(store: ObjectStore, key: string): Promise<string | undefined> {
  const opened = await store.open(key);
  return opened && (await opened.bytes.readFile('utf8').finally(() => opened.bytes.close()));
}

test('after any failure of the disk each key has its last complete object, and there are no other files', async () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b'),
    failure: fc.constantFrom<Failure[]>('none', 'no space', 'no rename'),
  });
  const property = fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'failing-disk-'));
    const disk = failingDisk();
    const store = await openObjectStore(dataDir, () => new Date(), disk);
    const expected = new Map<string, string>();
    for (const [index, { key, failure }] of steps.entries()) {
      const text = `text ${index}`;
      const draft = await store.receive(bytesOf(text), 100);
      disk.failNext(failure);
      const commit = () => store.commit(draft, { key, contentType: 'image/png', headers: {} }, false);
      if (failure === 'none') {
        commit();
        expected.set(key, text);
      } else {
        expect(commit).toThrow('no space');
        await store.discard(draft);
      }
      for (const [name, last] of expected) expect(await textOf(store, name)).toBe(last);
      expect(await readdir(join(dataDir, 'contents'))).toHaveLength(expected.size);
    }
    await store.close();
    const reopened = await openObjectStore(dataDir, () => new Date());
    expect(reopened.list().map(({ key }) => key)).toEqual([...expected.keys()].sort());
    await reopened.close();
    await rm(dataDir, { recursive: true });
  });
  await fc.assert(property, { numRuns: 40 });
});

test('a start removes the half of a record that an earlier one left', async () => {
  const oss = await runOss();
  await postParts(oss.url, toParts(signedForm({ settings: oss.settings })));
  const [record = ''] = (await oss.files()).filter((name) => name.endsWith('.json'));
  const half = (await readFile(join(oss.dataDir, record), 'utf8')).slice(0, 40);
  await writeFile(join(oss.dataDir, 'contents', '0a1b2c3d-0000-4000-8000-0123456789ab'), half);
  expect(await (await oss.restart()).files()).toHaveLength(2);
});
