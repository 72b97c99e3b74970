import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openStage, type StageServers, startStageServers } from '../screenshots/stage';
import { STATES } from '../screenshots/states';
import { violationsOn } from './axe';
import { launchChromium } from './chromium';
import { tilePart } from './parts';

const WIDTHS = [320, 390, 430, 768];

describe('the upload page', () => {
  let folder: string;
  let browser: Browser;
  let servers: StageServers;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'accessibility-'));
    servers = await startStageServers(path.join(folder, 'oss'));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await servers?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const open = (width: number, options = {}) =>
    openStage(browser, servers, folder, { locale: 'en-US', viewport: { width, height: 844 }, ...options });

  describe.each(Object.entries(STATES))('%s', (_, play) => {
    test('has no violation of WCAG 2.2 AA, light and dark, in four widths; targets and texts are large enough', async () => {
      const { stage, close } = await open(390);
      await play(stage);
      const { page } = stage;
      const found: unknown[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 844 });
          const violations = await violationsOn(page);
          const small = await tooSmall(page);
          if (violations.length + small.length > 0) found.push({ colorScheme, width, violations, small });
        }
      }
      expect(found).toEqual([]);
      await close();
    });
  });

  test('with reduced motion nothing moves by itself', async () => {
    const { stage, close } = await open(390, { reducedMotion: 'reduce' });
    await STATES['uploading']?.(stage);
    expect(await stage.page.evaluate(() => document.getAnimations().length)).toBe(0);
    await close();
  });

  test('fourteen pictures fit one screen of 390 by 844, and no tile moves while they are uploaded', async () => {
    const { stage, close } = await open(390);
    const boxes = () =>
      stage.page.locator(tilePart('tile')).evaluateAll((tiles) =>
        tiles.map((tile) => {
          const { top, left, bottom, width, height } = tile.getBoundingClientRect();
          return { top, left, bottom, width, height };
        }),
      );
    await stage.pick(9);
    await stage.page.locator(tilePart('tile')).nth(8).waitFor();
    await stage.pick(5);
    await stage.page.locator(tilePart('tile')).nth(13).waitFor();
    await stage.page.locator('.page-scroll').evaluate((scroll) => scroll.scrollTo({ top: 0 }));
    const before = await boxes();
    await stage.page.locator(tilePart('look-stored')).nth(13).waitFor();
    expect(await boxes()).toEqual(before);
    expect(before).toHaveLength(14);
    expect(Math.max(...before.map(({ bottom }) => bottom))).toBeLessThanOrEqual(844);
    expect(before.every(({ width, height }) => Math.abs(width - height) < 1)).toBe(true);
    await close();
  });

  test('text 1.6 times as large clips nothing', async () => {
    const { stage, close } = await open(320);
    await STATES['failed']?.(stage);
    await stage.page.evaluate(() => {
      document.documentElement.style.fontSize = '25.6px';
    });
    const clipped = await stage.page.locator('wx-oss-uploader').evaluate((root, tile) => {
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (node.textContent?.trim() === '' || node.parentElement?.hasAttribute('aria-live')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        const frame = node.parentElement?.closest(tile)?.getBoundingClientRect();
        const isInside =
          !frame || (left >= frame.left && right <= frame.right && top >= frame.top && bottom <= frame.bottom);
        if (left < 0 || right > innerWidth || !isInside) found.push(node.textContent ?? '');
      }
      return found;
    }, tilePart('tile'));
    expect(clipped).toEqual([]);
    await close();
  });
});

/** Targets below 44 px, and texts below 12 px. */
async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const targets = [...document.querySelectorAll('wx-oss-uploader [role=button]')].filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 0 && (width < 44 || height < 44);
    });
    const texts = [...document.querySelectorAll('wx-oss-uploader wx-view, wx-oss-uploader wx-text')].filter(
      (element) =>
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '') &&
        Number.parseFloat(getComputedStyle(element).fontSize) < 12,
    );
    return [...targets, ...texts].map((element) => element.outerHTML.slice(0, 200));
  });
}
