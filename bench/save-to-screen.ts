import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPreview } from '../dev/preview/server';
import { launchChromium } from '../test/browser/chromium';

/** Measures how long after a save Chromium shows the change. Target: 1 s. */
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
    const changed = (await readFile(words, 'utf8')).replace('No pictures yet', 'Saved just now');
    const begun = performance.now();
    await writeFile(words, changed);
    await app.getByText('Saved just now').waitFor();
    print(`a save is on the screen after ${((performance.now() - begun) / 1000).toFixed(2)} s (target: 1 s)`);
  } finally {
    await browser.close();
    await preview.close();
    await rm(miniprogramRoot, { recursive: true, force: true });
  }
}
