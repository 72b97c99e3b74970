import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { startPreview } from '../dev/preview/server';
import { launchChromium } from '../test/browser/chromium';
import { median } from './median';

const SAVES = 7;

/** Measures how long after a save Chromium shows the change, for several saves. Target: 1 s. */
export async function benchSaveToScreen(print: (line: string) => void): Promise<void> {
  const miniprogramRoot = await mkdtemp(path.join(tmpdir(), 'bench-save-'));
  await cp(path.join(__dirname, '../miniprogram'), miniprogramRoot, { recursive: true });
  const preview = await startPreview({
    miniprogramRoot,
    watch: true,
    backend: { configured: 'http://127.0.0.1:1/', actual: 'http://127.0.0.1:1/' },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ locale: 'en-US' });
    const drawn = await watchScreen(page);
    await page.goto(preview.url);
    const app = page.frameLocator('iframe');
    await app.getByText('No pictures yet').waitFor();

    const words = path.join(miniprogramRoot, 'words/en.ts');
    const original = await readFile(words, 'utf8');
    const seconds: number[] = [];
    for (let save = 1; save <= SAVES; save++) {
      const begun = performance.now();
      await writeFile(words, original.replace('No pictures yet', `Saved ${save} times`));
      await drawn(`Saved ${save} times`);
      seconds.push((performance.now() - begun) / 1000);
    }
    const [first = Number.NaN] = seconds;
    print(
      `a save is on the screen after ${median(seconds).toFixed(2)} s, the first one after ${first.toFixed(2)} s (target: 1 s)`,
    );
  } finally {
    await browser.close();
    await preview.close();
    await rm(miniprogramRoot, { recursive: true, force: true });
  }
}

/** @returns what resolves once a text is drawn. By the page's own word: Playwright asks again only after up to half a second. */
async function watchScreen(page: Page): Promise<(text: string) => Promise<void>> {
  let body = '';
  let changed = () => {};
  await page.exposeFunction('drawn', (text: string) => {
    body = text;
    changed();
  });
  await page.addInitScript(() => {
    // Without a function that has a name: tsx would wrap it in a helper that the page lacks.
    new MutationObserver(() =>
      requestAnimationFrame(() => {
        const { drawn } = window as unknown as { drawn(text: string): void }; // exposed above
        drawn(document.body?.textContent ?? '');
      }),
    ).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return (text) =>
    new Promise((resolve) => {
      changed = () => {
        if (body.includes(text)) resolve();
      };
    });
}
