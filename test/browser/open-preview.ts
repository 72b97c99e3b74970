import type { Browser, BrowserContext, BrowserContextOptions, FrameLocator, Locator, Page } from 'playwright-core';
import { type Preview, type PreviewOptions, startPreview } from '../../dev/preview/server';
import { launchChromium } from './chromium';

/** A browser page that shows a preview. */
export interface OpenPreview {
  readonly page: Page;
  /** The content of the phone frame. */
  readonly app: FrameLocator;
  button(name: string): Locator;
  /** The output that the fixture's pages show under this label. */
  said(label: string): Locator;
}

export const BACKEND = { configured: 'https://upload.example.com/policy', actual: 'http://127.0.0.1:9/policy' };

/**
 * Shares one browser and one preview among the tests of a file. Returns a function that opens the preview in a fresh page, which
 * is closed after the test.
 */
export function usePreview(options: () => Pick<PreviewOptions, 'miniprogramRoot'> & Partial<PreviewOptions>) {
  let browser: Browser;
  let preview: Preview;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    [browser, preview] = await Promise.all([launchChromium(), startPreview({ backend: BACKEND, ...options() })]);
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await preview?.close();
  });

  return async (look: BrowserContextOptions = {}): Promise<OpenPreview> => {
    const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...look });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(preview.url);
    const app = page.frameLocator('iframe');
    return {
      page,
      app,
      button: (name) => app.getByRole('button', { name, exact: true }),
      said: (label) => app.getByLabel(label, { exact: true }),
    };
  };
}

/** Waits until the locator has exactly this text. */
export async function expectText(locator: Locator, text: string): Promise<void> {
  const exact = new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
  try {
    await locator.filter({ hasText: exact }).waitFor({ timeout: 5000 });
  } catch {
    expect(await locator.textContent()).toBe(text);
  }
}

/** Returns a computed style of the first match of the selector in the mini-program. */
export function styleOf({ app }: OpenPreview, selector: string, property: string): Promise<string> {
  const element = app.locator(selector).first();
  return element.evaluate((found, name) => getComputedStyle(found).getPropertyValue(name), property);
}
