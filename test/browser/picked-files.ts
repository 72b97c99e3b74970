import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import type { OpenPreview } from './open-preview';

/** Files on the disk, for a test to pick. */
export interface PickedFiles {
  path(name: string): string;
  bytes(name: string): Promise<Buffer>;
}

/** Pictures of 6 by 3 pixels in a folder of their own, and a file that says it is a picture and is none. */
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

/** Opens the fixture's page of calls, and taps what the tests name there. */
export async function openCalls(preview: OpenPreview) {
  await preview.button('Calls').click();
  await preview.button('pick').waitFor();
  const result = preview.said('result');

  /** What the mini-program says of the last call. */
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
