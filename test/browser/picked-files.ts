import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import type { OpenPreview } from './open-preview';

/** Files on disk for a test to pick. */
export interface PickedFiles {
  path(name: string): string;
  bytes(name: string): Promise<Buffer>;
}

/** Creates pictures of 6 by 3 pixels in a temporary folder, and a file with a picture's extension that is not a picture. */
export function usePictures(): PickedFiles {
  let folder = '';
  const inFolder = (name: string) => path.join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pictures-'));
    const picture = () => sharp({ create: { width: 6, height: 3, channels: 3, background: '#07c160' } });
    await picture().png().toFile(inFolder('First Photo.PNG'));
    await picture().jpeg().toFile(inFolder('second.jpeg'));
    await picture().webp().toFile(inFolder('third.webp'));
    await writeFile(inFolder('photo.HEIC'), 'ftypheic');
  });
  afterAll(() => rm(folder, { recursive: true }));
  return { path: inFolder, bytes: (name) => readFile(inFolder(name)) };
}

/** Opens the fixture's page of calls, whose buttons the tests tap by name. */
export async function openCalls(preview: OpenPreview) {
  await preview.button('Calls').click();
  await preview.button('pick').waitFor();
  const result = preview.said('result');

  /** The result of the last call, as the mini-program shows it. */
  const answer = async (): Promise<unknown> => {
    await result.filter({ hasText: /./ }).waitFor();
    const text = (await result.textContent()) ?? '';
    return /^[[{]/.test(text) ? JSON.parse(text) : text;
  };
  return {
    answer,
    async tap(name: string): Promise<unknown> {
      await preview.button(name).click();
      return answer();
    },
    async pick(files: string[]): Promise<unknown> {
      const [chooser] = await Promise.all([preview.page.waitForEvent('filechooser'), preview.button('pick').click()]);
      await chooser.setFiles(files);
      return answer();
    },
  };
}
