import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Route } from 'playwright-core';
import { openStage, type StageServers, startStageServers } from '../screenshots/stage';
import { refuse } from '../screenshots/states';
import { JOURNEYS, type Seen, type UploaderDriver } from '../uploader-journeys/journeys';
import { launchChromium } from './chromium';
import { bannerPart, headPart, tilePart } from './parts';

describe('on glass-easel', () => {
  let folder: string;
  let browser: Browser;
  let servers: StageServers;
  let close: () => Promise<void>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'journeys-'));
    servers = await startStageServers(path.join(folder, 'oss'));
    browser = await launchChromium();
  });

  afterEach(() => close());

  afterAll(async () => {
    await browser?.close();
    await servers?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function openDriver(): Promise<UploaderDriver> {
    const opened = await openStage(browser, servers, folder, {
      locale: 'en-US',
      viewport: { width: 390, height: 844 },
    });
    close = opened.close;
    const { stage } = opened;
    const { page } = stage;
    /** Uploads that wait for an answer, the last of each picture, by the picture's id. */
    const waiting = new Map<string, { route: Route; end: () => void }>();
    let arrived = () => {};
    await stage.onUpload(
      (route) =>
        new Promise((end) => {
          waiting.set(uploadedId(route), { route, end });
          arrived();
        }),
    );
    // One that the page has aborted waits no more.
    page.on('requestfailed', (request) => {
      for (const [id, { route }] of waiting) if (route.request() === request) waiting.delete(id);
    });
    const tileIds = page.locator('[id*="--tile-"]');
    const selectors = {
      pause: headPart('main'),
      more: headPart('more'),
      remove: tilePart('remove'),
      removed: tilePart('removed'),
      first: bannerPart('first'),
      second: bannerPart('second'),
      tile: tilePart('face'),
    };
    const see = (): Promise<Seen> =>
      page.evaluate(
        ({ title, tile, banner, words }) => {
          const textOf = (element: Element | null | undefined) => element?.textContent?.trim() ?? '';
          return {
            title: textOf(document.querySelector(title)),
            tiles: [...document.querySelectorAll(tile)].map((one) => textOf(one.querySelector(words))),
            banners: [...document.querySelectorAll(banner)].map(textOf),
          };
        },
        {
          title: headPart('title'),
          tile: tilePart('tile'),
          banner: bannerPart('text'),
          words: [tilePart('word'), tilePart('percent'), tilePart('check')].join(','),
        },
      );
    return {
      pick: (count) => stage.pick(count),
      async answer(picture, how) {
        const id = (await tileIds.nth(picture).getAttribute('id'))?.replace(/^.*--tile-/, '') ?? '';
        while (!waiting.has(id)) await new Promise<void>((resolve) => (arrived = resolve));
        const { route, end } = waiting.get(id) ?? {};
        waiting.delete(id);
        if (how === 'refused' && route) await refuse(route);
        else await route?.continue();
        end?.();
      },
      tap: (part, index = 0) => page.locator(selectors[part]).nth(index).click(),
      choose: (index) => page.locator('.action-sheet').getByRole('button').nth(index).click(),
      confirm: () => page.locator('.modal-buttons').getByRole('button').last().click(),
      async shows(seen) {
        for (let frame = 0; frame < 600; frame++) {
          if (isAsExpected(await see(), seen)) return;
          await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
        }
        expect(await see()).toEqual(seen);
      },
    };
  }

  test.each(Object.entries(JOURNEYS))('%s', async (_, journey) => journey(await openDriver()));
});

/** The image whose upload this is: its key ends in its id. */
function uploadedId(route: Route): string {
  return /name="key"\s+\S*\/(\w+)\./.exec(String(route.request().postDataBuffer()))?.[1] ?? '';
}

/** Compares as jest does, which knows what `expect.stringContaining` stands for. */
function isAsExpected(now: Seen, seen: Seen): boolean {
  try {
    expect(now).toEqual(seen);
    return true;
  } catch {
    return false;
  }
}
