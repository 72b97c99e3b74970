import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, FrameLocator } from 'playwright-core';
import { type LocalCloudOptions, startLocalCloud } from '../../dev/cloud/local-cloud';
import { uploadRule } from '../../dev/oss/cors';
import { type FaultKind, NO_FAULTS } from '../../dev/oss/faults/faults';
import { startPreview } from '../../dev/preview/server';
import { policyUrl } from '../../miniprogram/config';
import { en } from '../../miniprogram/words/en';
import { makePicture } from '../pictures/pictures';
import { launchChromium } from './chromium';

const sha1 = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex');

/** The kinds of a network that wants something first, and what the page says then. */
const PORTALS: [FaultKind, string | RegExp][] = [
  ['portal-200', en.errors['not-from-oss']],
  ['portal-204', en.errors['not-from-oss']],
  ['portal-302', en.errors['not-from-oss']],
  // A page learns only that the request failed.
  ['certificate', /^Again in \d+ s$/],
];

/** The mini-program before an OSS of its own. */
interface Trial {
  readonly app: FrameLocator;
  /** The faults that it met. */
  readonly met: FaultKind[];
  /** Every tile says that it is stored: a state that is final, like every other end. */
  expectAllStored(): Promise<void>;
}

describe('uploads from Chromium through a bad network', () => {
  let browser: Browser;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  afterAll(() => browser?.close());

  /** Opens the mini-program before an OSS that behaves so, and picks pictures. */
  async function pick(count: number, oss: LocalCloudOptions['oss']): Promise<Trial> {
    const met: FaultKind[] = [];
    const folder = await mkdtemp(path.join(tmpdir(), 'browser-faults-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    const dataDir = path.join(folder, 'oss');
    const cloud = await startLocalCloud({ dataDir, oss: { ...oss, onFault: (fault) => met.push(fault) } });
    closing.push(() => cloud.close());
    const preview = await startPreview({
      miniprogramRoot: path.join(__dirname, '../../miniprogram'),
      backend: { configured: policyUrl('develop'), actual: cloud.policyUrl },
    });
    closing.push(() => preview.close());
    cloud.trust({ origins: [new URL(preview.url).origin] });
    const context = await browser.newContext({ locale: 'en-US' });
    closing.push(() => context.close());
    const page = await context.newPage();
    await page.goto(preview.url);
    const app = page.frameLocator('iframe');
    const pictures: { file: string; digest: string }[] = [];
    for (let seed = 0; seed < count; seed++) {
      const bytes = await makePicture('png', { seed });
      const file = path.join(folder, `${seed}.png`);
      await writeFile(file, bytes);
      pictures.push({ file, digest: sha1(bytes) });
    }
    const chooser = page.waitForEvent('filechooser');
    await app.getByRole('button', { name: en.pick }).click();
    await (await chooser).setFiles(pictures.map(({ file }) => file));
    return {
      app,
      met,
      async expectAllStored() {
        await app.getByRole('heading', { name: en.allStored.other.replace('{count}', `${count}`) }).waitFor();
        const contents = path.join(dataDir, 'contents');
        const names = await readdir(contents);
        const stored = await Promise.all(names.map(async (name) => sha1(await readFile(path.join(contents, name)))));
        expect(stored.sort()).toEqual(pictures.map(({ digest }) => digest).sort());
      },
    };
  }

  test('portals and certificates: it is said what is wrong, and in the end every picture is stored', async () => {
    // At the same time, since each waits for its retries.
    await Promise.all(
      PORTALS.map(async ([kind, words]) => {
        // With this seed the first upload meets it.
        const faults = { ...NO_FAULTS, seed: 14, rates: { [kind]: 0.5 } };
        const { app, met, expectAllStored } = await pick(4, { faults });
        await app.getByText(words).first().waitFor();
        await expectAllStored();
        expect(new Set(met)).toEqual(new Set([kind]));
      }),
    );
  });

  test('a lost answer, where Chromium itself posts again: every picture is stored, and none is taken for another', async () => {
    const faults = { ...NO_FAULTS, seed: 5, rates: { 'cut-after': 0.3 } };
    const { met, expectAllStored } = await pick(9, { faults });
    await expectAllStored();
    expect(met.length).toBeGreaterThan(0);
  });

  test('a bucket that shows a page none of its headers: the key in the answer is the proof', async () => {
    const { expectAllStored } = await pick(2, { corsRules: [{ ...uploadRule(['*']), exposeHeaders: [] }] });
    await expectAllStored();
  });
});
