import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { startPreview } from '../dev/preview/server';
import { LIMITS } from '../miniprogram/services/oss-upload/wx/limits';
import { launchChromium } from '../test/browser/chromium';
import { tilePart } from '../test/browser/parts';
import { makePicture } from '../test/pictures/pictures';
import { median } from './median';

const PICTURES = 200;
const ROUNDS = 5;

/** Collects picks, since WeChat's picker gives nine at once, and adds all of them as the component adds those of one. */
const PAGE = {
  wxml: `
    <view bindtap="pick">pick</view>
    <view bindtap="add">{{said}}</view>
    <oss-uploader id="uploader" policy-url="http://127.0.0.1:1/" max="${PICTURES}" />`,
  ts: `
    import { createImageId } from '../../services/oss-upload/image/image-id';
    const images: { id: string; path: string; size: number }[] = [];
    Page({
      data: { said: '' },
      pick() {
        wx.chooseImage({
          success: ({ tempFiles }) => {
            for (const file of tempFiles) images.push({ id: createImageId(Date.now(), Math.random), ...file });
            this.setData({ said: images.length + ' collected' });
          },
        });
      },
      add() {
        this.setData({ said: 'picked' });
        this.selectComponent('#uploader').parts().gallery.uploader.add(images);
      },
    });`,
};

/** Measures how long after a pick of 200 pictures Chromium has drawn the first 30 tiles, and all. Target: 300 ms. */
export async function benchFirstTiles(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-tiles-'));
  const miniprogramRoot = path.join(folder, 'miniprogram');
  await cp(path.join(__dirname, '../miniprogram'), miniprogramRoot, { recursive: true });
  for (const [ending, text] of Object.entries(PAGE)) {
    await writeFile(path.join(miniprogramRoot, `pages/upload/upload.${ending}`), text);
  }
  const files = Array.from({ length: PICTURES }, (_, seed) => path.join(folder, `${seed}.png`));
  await Promise.all(
    files.map(async (file, seed) => writeFile(file, await makePicture('png', { seed, width: 160, height: 120 }))),
  );
  const preview = await startPreview({
    miniprogramRoot,
    backend: { configured: 'http://127.0.0.1:1/', actual: 'http://127.0.0.1:1/' },
  });
  const browser = await launchChromium();
  try {
    const rounds: Drawn[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      await page.goto(preview.url);
      await page.goto(new URL((await page.locator('iframe').getAttribute('src')) ?? '', preview.url).href);
      rounds.push(await pickAll(page, files));
      await page.close();
    }
    const [first, all] = [median(rounds.map((drawn) => drawn.first)), median(rounds.map((drawn) => drawn.all))];
    print(
      `${PICTURES} picked pictures: 30 tiles are drawn after ${first.toFixed(0)} ms (target: 300), all after ${all.toFixed(0)} ms`,
    );
  } finally {
    await browser.close();
    await preview.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** In milliseconds after the tap that adds them. */
interface Drawn {
  first: number;
  all: number;
}

async function pickAll(page: Page, files: string[]): Promise<Drawn> {
  // Without a function that has a name: tsx would wrap it in a helper that the page lacks.
  const drawn = page.evaluate(
    async ({ tile, count }): Promise<Drawn> => {
      let tapped = 0;
      let first = 0;
      document.addEventListener('click', ({ timeStamp }) => (tapped = timeStamp), true);
      for (;;) {
        await new Promise(requestAnimationFrame);
        const tiles = document.querySelectorAll(tile).length;
        if (tiles >= 30) first ||= performance.now() - tapped;
        if (tiles === count) return { first, all: performance.now() - tapped };
      }
    },
    { tile: tilePart('tile'), count: files.length },
  );
  for (let collected = 0; collected < files.length; ) {
    const chooser = page.waitForEvent('filechooser');
    await page.getByText('pick', { exact: true }).click();
    const some = files.slice(collected, collected + LIMITS.picks);
    await (await chooser).setFiles(some);
    collected += some.length;
    await page.getByText(`${collected} collected`).waitFor();
  }
  await page.getByText('collected').click();
  return drawn;
}
