import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
    await page.goto(preview.url);
    const app = page.frameLocator('iframe');
    await app.getByText('No pictures yet').waitFor();

    const words = path.join(miniprogramRoot, 'words/en.ts');
    const original = await readFile(words, 'utf8');
    const seconds: number[] = [];
    for (let save = 1; save <= SAVES; save++) {
      const begun = performance.now();
      await writeFile(words, original.replace('No pictures yet', `Saved ${save} times`));
      await app.getByText(`Saved ${save} times`).waitFor();
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
