import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { postParts, signedForm, toParts } from './post-form';
import { endRunningOss, type RunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

async function store(oss: RunningOss, key: string, value: string): Promise<void> {
  const form = signedForm({ settings: oss.settings, fields: { key, 'x-oss-meta-order': '7' } });
  expect((await postParts(oss.url, toParts(form, { value }))).status).toBe(204);
}

async function list(oss: RunningOss): Promise<unknown> {
  return (await fetch(`${oss.url}/?list-type=json`)).json();
}

test('objects survive a restart with everything that is known of them', async () => {
  const oss = await runOss({ now: () => new Date('2026-01-31T12:00:00.500Z') });
  const settings = { settings: oss.settings, signedAt: new Date('2026-01-31T12:00:00Z') };
  await postParts(oss.url, toParts(signedForm({ ...settings, fields: { key: 'uploads/b', 'x-oss-meta-order': '7' } })));
  await postParts(oss.url, toParts(signedForm({ ...settings, fields: { key: 'uploads/a' } })));

  const restarted = await oss.restart();

  expect(await list(restarted)).toEqual([
    expect.objectContaining({ key: 'uploads/a' }),
    {
      key: 'uploads/b',
      size: 9,
      etag: '"AB48E870377E5D9FBE11663949E229B0"',
      contentType: 'image/png',
      lastModified: '2026-01-31T12:00:00.500Z',
      crc64: expect.stringMatching(/^\d+$/),
    },
  ]);
  const object = await fetch(`${restarted.url}/uploads/b`);
  expect(object.headers.get('x-oss-meta-order')).toBe('7');
  expect(await object.text()).toBe('the bytes');
});

test('the list is empty to begin with, and is the only one there is', async () => {
  const oss = await runOss();
  expect(await list(oss)).toEqual([]);
  expect((await fetch(`${oss.url}/`)).status).toBe(400);
  expect((await fetch(`${oss.url}/?list-type=2`)).status).toBe(400);
});

test('what a crash left behind is gone after the next start; what is not ours stays', async () => {
  const oss = await runOss();
  await store(oss, 'uploads/a', 'kept');
  await writeFile(join(oss.dataDir, 'contents', '0a1b2c3d-0000-4000-8000-0123456789ab'), 'half of a');
  await writeFile(join(oss.dataDir, 'contents', 'notes.txt'), 'mine');

  const restarted = await oss.restart();

  const files = await restarted.files();
  expect(files).toHaveLength(3);
  expect(files).toContain('contents/notes.txt');
  expect(await (await fetch(`${restarted.url}/uploads/a`)).text()).toBe('kept');
});

test('the list is in the order of the keys', async () => {
  const oss = await runOss();
  for (const name of ['c', 'a', 'e', 'b', 'd']) await store(oss, `uploads/${name}`, name);
  const keys = ['a', 'b', 'c', 'd', 'e'].map((name) => expect.objectContaining({ key: `uploads/${name}` }));
  expect(await list(oss)).toEqual(keys);
});

test('a reader gets one object whole, also while it is replaced again and again', async () => {
  const oss = await runOss();
  const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(100_000));
  await store(oss, 'uploads/a', texts[0] ?? '');

  let writing = true;
  const writeAll = async () => {
    for (let round = 0; round < 10; round += 1) await Promise.all(texts.map((text) => store(oss, 'uploads/a', text)));
  };
  const written = writeAll().finally(() => {
    writing = false;
  });
  while (writing) {
    const response = await fetch(`${oss.url}/uploads/a`);
    expect(response.status).toBe(200);
    expect(texts).toContain(await response.text());
  }
  await written;
  expect(await oss.files()).toHaveLength(2);
});

test('an object whose bytes someone removed is an error that says so', async () => {
  const oss = await runOss();
  await store(oss, 'uploads/a', 'the bytes');
  const name = (await oss.files()).find((file) => file.startsWith('contents/')) ?? '';
  await rm(join(oss.dataDir, name));
  expect((await fetch(`${oss.url}/uploads/a`)).status).toBe(500);
  expect(oss.lines.join()).toContain('The bytes of uploads/a are missing');
});

test('an object that someone changed on the disk keeps the next start from happening, with its name', async () => {
  const oss = await runOss();
  await store(oss, 'uploads/a', 'the bytes');
  const name = (await oss.files()).find((file) => file.endsWith('.json')) ?? '';
  await writeFile(join(oss.dataDir, name), '{}');
  await expect(oss.restart()).rejects.toThrow(`${name} was changed from outside and cannot be read; remove it.`);
});

test('a disk that fails is an InternalError, and the log says why', async () => {
  const oss = await runOss();
  await rm(join(oss.dataDir, 'contents'), { recursive: true });
  const form = signedForm({ settings: oss.settings });
  const answer = await postParts(oss.url, toParts(form, { value: Buffer.alloc(1_000_000) }));
  expect(answer).toMatchObject({ status: 500, code: 'InternalError' });
  expect(answer.message).not.toContain(oss.dataDir);
  expect(oss.lines.join()).toContain('ENOENT');
});
