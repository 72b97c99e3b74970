import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { receiveDraft } from '../../../dev/oss/draft';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'draft-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

test('the file holds the bytes, the draft their size and checksums', async () => {
  const path = join(folder, 'draft');
  expect(await receiveDraft(chunks('12345', '6789'), path, 9)).toEqual({
    path,
    size: 9,
    etag: '"25F9E794323B453885F5181F1B624D0B"',
    crc64: '11051210869376104954',
  });
  expect(await readFile(path, 'utf8')).toBe('123456789');
});

test('beyond the limit nothing is written, but all is counted', async () => {
  const path = join(folder, 'draft');
  expect(await receiveDraft(chunks('1234', '5678', '9'), path, 5)).toMatchObject({ size: 9 });
  expect(await readFile(path, 'utf8')).toBe('1234');
});

test('bytes that break off leave no file', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from('1234');
    throw new Error('cut');
  }
  await expect(receiveDraft(broken(), join(folder, 'draft'), 9)).rejects.toThrow('cut');
  expect(await readdir(folder)).toEqual([]);
});

test('a disk that fails is an error', async () => {
  await expect(receiveDraft(chunks('1234'), join(folder, 'missing', 'draft'), 9)).rejects.toThrow('ENOENT');
});
