import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, FrameLocator, Locator, Page } from 'playwright-core';
import { type LocalCloud, startLocalCloud } from '../../dev/cloud/local-cloud';
import { type Preview, startPreview } from '../../dev/preview/server';
import { policyUrl } from '../../miniprogram/config';
import { en } from '../../miniprogram/words/en';
import { makePicture } from '../pictures/pictures';
import { launchChromium } from './chromium';

/** The preview's page with the mini-program in its phone, and the workbench beside it. */
export interface OpenWorkbench {
  readonly page: Page;
  /** The content of the phone. */
  readonly app: FrameLocator;
  readonly workbench: Locator;
  readonly cloud: LocalCloud;
  /** Picks made pictures; each has a content of its own. */
  pick(count: number, bytes?: number): Promise<void>;
  tab(name: string): Promise<Locator>;
}

/** Shares one browser among the tests of a file. Each test gets a local cloud, a preview and a page of its own. */
export function useWorkbench() {
  let browser: Browser;
  const ends: (() => Promise<unknown>)[] = [];
  let seed = 0;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(() => browser?.close());

  return async (
    look: BrowserContextOptions = {},
    environment: Readonly<Record<string, string>> = {},
  ): Promise<OpenWorkbench & { context: BrowserContext; preview: Preview }> => {
    const folder = await mkdtemp(path.join(tmpdir(), 'workbench-'));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const cloud = await startLocalCloud({ dataDir: path.join(folder, 'oss'), environment });
    ends.push(() => cloud.close());
    const preview = await startPreview({
      miniprogramRoot: path.join(__dirname, '../../miniprogram'),
      backend: { configured: policyUrl('develop'), actual: cloud.policyUrl },
      cloud,
    });
    ends.push(() => preview.close());
    cloud.trust({ origins: [new URL(preview.url).origin] });
    const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 }, ...look });
    ends.push(() => context.close());
    const page = await context.newPage();
    await page.goto(preview.url);
    const app = page.frameLocator('iframe');
    const workbench = page.getByRole('complementary', { name: 'Workbench' });
    return {
      context,
      preview,
      page,
      app,
      workbench,
      cloud,
      async pick(count, bytes = 0) {
        const files = Array.from({ length: count }, async () => {
          const file = path.join(folder, `${++seed}.png`);
          await writeFile(file, Buffer.concat([await makePicture('png', { seed }), Buffer.alloc(bytes)]));
          return file;
        });
        const made = await Promise.all(files);
        const chooser = page.waitForEvent('filechooser');
        await app.getByRole('button', { name: new RegExp(`^(${en.pick}|Add)`) }).click();
        await (await chooser).setFiles(made);
      },
      async tab(name) {
        await workbench.getByRole('tab', { name }).click();
        return workbench.getByRole('tabpanel', { name });
      },
    };
  };
}
