import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../dev/cloud/local-cloud';
import { uploadRule } from '../../dev/oss/cors';
import { type FaultKind, NO_FAULTS } from '../../dev/oss/faults/faults';
import { type Preview, startPreview } from '../../dev/preview/server';
import { policyUrl } from '../../miniprogram/config';
import { en } from '../../miniprogram/words/en';
import { makePicture } from '../pictures/pictures';
import { launchChromium } from './chromium';

const sha1 = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex');

describe('uploads from Chromium through a bad network', () => {
  let folder: string;
  let browser: Browser;
  let cloud: LocalCloud;
  let preview: Preview;
  let page: Page;
  let app: FrameLocator;
  const pictures: { file: string; digest: string }[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser?.close());

  afterEach(async () => {
    await page?.context().close();
    await preview?.close();
    await cloud?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens the mini-program before an OSS that behaves so, and picks pictures. */
  async function pick(count: number, oss: LocalCloudOptions['oss']): Promise<void> {
    folder = await mkdtemp(path.join(tmpdir(), 'browser-faults-'));
    cloud = await startLocalCloud({ dataDir: path.join(folder, 'oss'), oss: { ...oss } });
    preview = await startPreview({
      miniprogramRoot: path.join(__dirname, '../../miniprogram'),
      backend: { configured: policyUrl('develop'), actual: cloud.policyUrl },
    });
    cloud.trust({ origins: [new URL(preview.url).origin] });
    page = await (await browser.newContext({ locale: 'en-US' })).newPage();
    await page.goto(preview.url);
    app = page.frameLocator('iframe');
    pictures.length = 0;
    for (let seed = 0; seed < count; seed++) {
      const bytes = await makePicture('png', { seed });
      const file = path.join(folder, `${seed}.png`);
      await writeFile(file, bytes);
      pictures.push({ file, digest: sha1(bytes) });
    }
    const chooser = page.waitForEvent('filechooser');
    await app.getByRole('button', { name: en.pick }).click();
    await (await chooser).setFiles(pictures.map(({ file }) => file));
  }

  async function inTheBucket(): Promise<string[]> {
    const contents = path.join(folder, 'oss', 'contents');
    return Promise.all((await readdir(contents)).map(async (name) => sha1(await readFile(path.join(contents, name)))));
  }

  /** Every tile says that it is stored: a state that is final, like every other end. */
  async function expectAllStored(): Promise<void> {
    const { other } = en.allStored;
    await app.getByRole('heading', { name: other.replace('{count}', `${pictures.length}`) }).waitFor();
    expect((await inTheBucket()).sort()).toEqual(pictures.map(({ digest }) => digest).sort());
  }

  test.each<[FaultKind, string | RegExp]>([
    ['portal-200', en.errors['not-from-oss']],
    ['portal-204', en.errors['not-from-oss']],
    ['portal-302', en.errors['not-from-oss']],
    // A page learns only that the request failed.
    ['certificate', /^Again in \d+ s$/],
  ])('%s: it is said what is wrong, and in the end every picture is stored', async (kind, words) => {
    const met: FaultKind[] = [];
    // With this seed the first upload meets it.
    const faults = { ...NO_FAULTS, seed: 14, rates: { [kind]: 0.5 } };
    await pick(4, { faults, onFault: (fault) => met.push(fault) });
    await app.getByText(words).first().waitFor();
    await expectAllStored();
    expect(met.length).toBeGreaterThan(0);
  });

  test('a lost answer, where Chromium itself posts again: every picture is stored, and none is taken for another', async () => {
    const met: FaultKind[] = [];
    const faults = { ...NO_FAULTS, seed: 5, rates: { 'cut-after': 0.3 } };
    await pick(9, { faults, onFault: (fault) => met.push(fault) });
    await expectAllStored();
    expect(met.length).toBeGreaterThan(0);
  });

  test('a bucket that shows a page none of its headers: the key in the answer is the proof', async () => {
    await pick(2, { corsRules: [{ ...uploadRule(['*']), exposeHeaders: [] }] });
    await expectAllStored();
  });
});
