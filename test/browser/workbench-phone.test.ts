import type { Locator, Page } from 'playwright-core';
import { en } from '../../miniprogram/words/en';
import { zh } from '../../miniprogram/words/zh';
import { violationsOn } from './axe';
import { useWorkbench } from './open-workbench';

const open = useWorkbench();

/** Opens the panel, and returns what a developer can do there. */
async function openPhone(look: Parameters<typeof open>[0] = {}) {
  const opened = await open(look);
  const panel = await opened.tab('Phone');
  return {
    ...opened,
    panel,
    choose: (name: string) => panel.getByRole('radio', { name, exact: true }).check(),
    turnOn: (name: string) => panel.getByRole('switch', { name }).check(),
    press: (name: string) => panel.getByRole('button', { name }).click(),
  };
}

const stored = (app: { getByRole: Page['getByRole'] }) => app.getByRole('button', { name: /^Picture 1, Uploaded/ });

const frameOf = (page: Page) => {
  const frame = page.frames()[1];
  if (frame === undefined) throw new Error('Expected the frame of the phone.');
  return frame;
};

test('offline, nothing is sent; back online, it goes on by itself', async () => {
  const { app, choose, pick, cloud } = await openPhone();
  await choose('Offline');
  await pick(1);
  await app
    .getByText(/network/i)
    .first()
    .waitFor();
  expect(cloud.oss.forms.list()).toEqual([]);
  await choose('Full speed');
  await stored(app).waitFor();
});

test('on a slow line the picture is on its way for a while, and OSS has seen nothing of it yet', async () => {
  const { app, choose, pick, cloud } = await openPhone();
  await choose('20 KB/s');
  await pick(1, 100_000);
  await app.getByRole('button', { name: /^Picture 1, Uploading [1-9]\d?%/ }).waitFor();
  expect(cloud.oss.forms.list()).toEqual([]);
  await choose('Full speed');
  await stored(app).waitFor();
  expect(cloud.oss.forms.list()).toHaveLength(1);
});

test('what is on a slow line fails as soon as the phone goes offline', async () => {
  const { app, choose, pick, cloud } = await openPhone();
  await choose('20 KB/s');
  await pick(1, 100_000);
  await app.getByRole('button', { name: /^Picture 1, Uploading [1-9]\d?%/ }).waitFor();
  await choose('Offline');
  await app
    .getByText(/network/i)
    .first()
    .waitFor();
  expect(cloud.oss.forms.list()).toEqual([]);
});

test('5 seconds in the background interrupt an upload; it is done again in front', async () => {
  const { app, page, panel, pick, cloud } = await openPhone();
  await page.clock.install();
  await page.reload();
  let held = () => {};
  const isHeld = new Promise<void>((resolve) => {
    held = resolve;
  });
  await page.route(`${cloud.ossUrl}/`, () => held());
  await pick(1);
  await isHeld;
  const failed = page.waitForEvent('requestfailed');
  await page.getByRole('tab', { name: 'Phone' }).click();
  await panel.getByRole('button', { name: 'Background for 10 s' }).click();
  await page.getByText('In the background', { exact: true }).waitFor();
  await page.clock.fastForward(5100);
  expect((await failed).url()).toBe(`${cloud.ossUrl}/`);
  await page.unrouteAll();
  await page.clock.fastForward(5000);
  await page.getByText('In the background', { exact: true }).waitFor({ state: 'hidden' });
  await stored(app).waitFor();
});

test('comes back to the front at once by the button on the phone', async () => {
  const { page, press, panel } = await openPhone();
  await press('Background for 10 s');
  await page.getByRole('button', { name: 'Back to the mini-program' }).click();
  await page.getByText('In the background', { exact: true }).waitFor({ state: 'hidden' });
  await panel.waitFor();
});

test('ends and starts anew with what was stored; erased, with nothing', async () => {
  const { app, page, press, pick } = await openPhone();
  const isMarked = () => frameOf(page).evaluate(() => 'marked' in window);
  const keys = () =>
    frameOf(page).evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('wx:')).length);
  await pick(1);
  await stored(app).waitFor();
  await frameOf(page).evaluate(() => Object.assign(window, { marked: true }));
  const before = await keys();
  expect(before).toBeGreaterThan(0);

  const restarted = frameOf(page).waitForNavigation();
  await press('Restart the mini-program');
  await restarted;
  expect(await isMarked()).toBe(false);
  expect(await keys()).toBeGreaterThan(0);

  await press('Erase its data and restart');
  await app.getByText(en.emptyTitle).waitFor();
});

test.each([
  ['Privacy consent declined', en.errors['privacy-refused']],
  ['Photo access denied', en.errors['permission-missing']],
])('%s', async (name, words) => {
  const { app, turnOn } = await openPhone();
  await turnOn(name);
  await app.getByRole('button', { name: en.pick }).click();
  await app.getByText(words).first().waitFor();
});

test('a full storage takes nothing more, and pictures are uploaded all the same', async () => {
  const { app, page, turnOn, pick } = await openPhone();
  const keys = () => frameOf(page).evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('wx:')));
  await app.getByRole('button', { name: en.pick }).waitFor();
  await turnOn('Storage full');
  const before = await keys();
  await pick(1);
  await stored(app).waitFor();
  expect(await keys()).toEqual(before);
});

describe('the look', () => {
  const style = (locator: Locator, property: string) =>
    locator.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

  test('language, font size, width and safe areas; they outlive a reload, until they are reset', async () => {
    const { app, page, panel, choose, turnOn, press } = await openPhone();
    const html = app.locator('html');
    await panel.getByLabel('Language').selectOption('zh_CN');
    await app.getByText(zh.emptyTitle).waitFor();
    expect(await html.getAttribute('lang')).toBe('zh-CN');

    await panel.getByRole('slider', { name: 'Font size' }).fill('22');
    await app.locator('html[style*="font-size: 22px"]').waitFor();

    for (const width of [320, 390, 430]) {
      await choose(String(width));
      expect((await page.locator('iframe').boundingBox())?.width).toBe(width);
    }
    await turnOn('Safe areas');
    await app.locator('html[style*="safe-area-inset-top"]').waitFor();
    expect(await style(app.locator('.navigation-bar'), 'height')).toBe('91px');

    await page.reload();
    await app.getByText(zh.emptyTitle).waitFor();
    expect((await page.locator('iframe').boundingBox())?.width).toBe(430);
    expect(await style(app.locator('.navigation-bar'), 'height')).toBe('91px');
    await page.getByRole('tab', { name: 'Phone' }).click();
    await press('Reset the phone');
    await app.getByText(en.emptyTitle).waitFor();
    expect((await page.locator('iframe').boundingBox())?.width).toBe(375);
  });

  test('768 pixels are there, and are shown smaller where the window has no room', async () => {
    const { app, page, choose, workbench } = await openPhone({ viewport: { width: 1000, height: 700 } });
    await choose('768');
    expect(await app.locator('html').evaluate(() => innerWidth)).toBe(768);
    const [phone, beside] = [await page.locator('.phone').boundingBox(), await workbench.boundingBox()];
    expect(phone?.x).toBeGreaterThan(0);
    expect((phone?.x ?? 0) + (phone?.width ?? 0)).toBeLessThan(beside?.x ?? 0);
    expect((phone?.y ?? 0) + (phone?.height ?? 0)).toBeLessThanOrEqual(700);
  });

  test('dark and light on the phone alone', async () => {
    // Without Playwright's own colour scheme, which would win.
    const { app, choose } = await openPhone({ colorScheme: null });
    const isDark = () => app.locator('html').evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    const light = await style(app.locator('.page-window'), 'background-color');
    await choose('Dark');
    await app.locator(`.page-window:not([style*="${light}"])`).waitFor();
    expect(await isDark()).toBe(true);
    await choose('Light');
    await app.locator(`.page-window[style*="${light}"]`).waitFor();
  });
});

test('the capsule button has its place', async () => {
  const { app } = await openPhone();
  const [bar, capsule, title] = await Promise.all(
    ['.navigation-bar', '.capsule', '.navigation-title'].map((part) => app.locator(part).boundingBox()),
  );
  expect(capsule).toMatchObject({ width: 87, height: 32 });
  expect((bar?.x ?? 0) + (bar?.width ?? 0) - ((capsule?.x ?? 0) + 87)).toBe(7);
  expect((title?.x ?? 0) + (title?.width ?? 0)).toBeLessThan(capsule?.x ?? 0);
});

test('axe finds nothing, light and dark, also in the background', async () => {
  const { page, press, panel } = await openPhone();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOn(page)).toEqual([]);
  }
  await press('Background for 10 s');
  await page.getByText('In the background', { exact: true }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await panel.waitFor();
});
