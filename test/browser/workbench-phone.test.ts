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
    turnOff: (name: string) => panel.getByRole('switch', { name }).uncheck(),
    press: (name: string) => panel.getByRole('button', { name }).click(),
  };
}

const stored = (app: { getByRole: Page['getByRole'] }) => app.getByRole('button', { name: /^Picture 1, Uploaded/ });

const frameOf = (page: Page) => {
  const frame = page.frames()[1];
  if (frame === undefined) throw new Error('Expected the frame of the phone.');
  return frame;
};

test('offline, nothing is sent; on a slow line it is on its way for a while, until the phone is offline again; then it goes on', async () => {
  const { app, choose, pick, cloud } = await openPhone();
  const waiting = app.getByText(/network/i).first();
  const uploading = app.getByRole('button', { name: /^Picture 1, Uploading [1-9]\d?%/ });
  await choose('Offline');
  await pick(1, 600_000);
  await waiting.waitFor();

  await choose('100 KB/s');
  await uploading.waitFor();
  await waiting.waitFor({ state: 'hidden' });
  await choose('Offline');
  await waiting.waitFor();
  await app.getByText(/^Again in \d+ s$/).waitFor();
  // OSS has seen nothing of it yet.
  expect(cloud.oss.forms.list()).toEqual([]);

  await choose('Full speed');
  await stored(app).waitFor();
  expect(cloud.oss.forms.list()).toHaveLength(1);
});

test('5 seconds in the background interrupt an upload; it is done again in front, to which the phone has a button', async () => {
  const { app, page, panel, press, pick, cloud } = await openPhone();
  const inBackground = page.getByText('In the background', { exact: true });
  await press('Background for 10 s');
  await inBackground.waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOn(page)).toEqual([]);
  }
  await page.getByRole('button', { name: 'Back to the mini-program' }).click();
  await inBackground.waitFor({ state: 'hidden' });
  expect(await panel.isVisible()).toBe(true);

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
  await press('Background for 10 s');
  await inBackground.waitFor();
  await page.clock.fastForward(5100);
  expect((await failed).url()).toBe(`${cloud.ossUrl}/`);
  await page.unrouteAll();
  await page.clock.fastForward(5000);
  await inBackground.waitFor({ state: 'hidden' });
  await stored(app).waitFor();
});

test('refusals of privacy and of the album are shown; a full storage takes nothing more, and pictures are uploaded all the same', async () => {
  const { app, page, press, turnOn, turnOff, pick } = await openPhone();
  for (const [name, words] of [
    ['Privacy consent declined', en.errors['privacy-refused']],
    ['Photo access denied', en.errors['permission-missing']],
  ] as const) {
    await turnOn(name);
    await app.getByRole('button', { name: en.pick }).click();
    await app.getByText(words).first().waitFor();
    await turnOff(name);
  }
  const keys = () => frameOf(page).evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('wx:')));
  await turnOn('Storage full');
  const before = await keys();
  await pick(1);
  await stored(app).waitFor();
  expect(await keys()).toEqual(before);
  await turnOff('Storage full');

  // Ends and starts anew with what is stored; erased, with nothing.
  await pick(1);
  await app.getByRole('button', { name: /^Picture 2, Uploaded/ }).waitFor();
  expect((await keys()).length).toBeGreaterThan(0);
  await frameOf(page).evaluate(() => Object.assign(window, { marked: true }));
  const restarted = frameOf(page).waitForNavigation();
  await press('Restart the mini-program');
  await restarted;
  expect(await frameOf(page).evaluate(() => 'marked' in window)).toBe(false);
  expect((await keys()).length).toBeGreaterThan(0);
  await press('Erase its data and restart');
  await app.getByText(en.emptyTitle).waitFor();
});

const style = (locator: Locator, property: string) =>
  locator.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

test('the look: language, font size, width and safe areas outlive a reload, until they are reset; the capsule button; dark', async () => {
  const { app, page, panel, choose, turnOn, press, workbench } = await openPhone();
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

  // In the phone's own pixels.
  const place = (part: string) => app.locator(part).evaluate((element) => element.getBoundingClientRect().toJSON());
  const [bar, capsule, title] = [
    await place('.navigation-bar'),
    await place('.capsule'),
    await place('.navigation-title'),
  ];
  expect(capsule).toMatchObject({ width: 87, height: 32 });
  expect(bar.right - capsule.right).toBe(7);
  expect(title.right).toBeLessThan(capsule.left);

  // Without Playwright's own colour scheme, which would win.
  await page.emulateMedia({ colorScheme: null });
  const isDark = () => html.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const light = await style(app.locator('.page-window'), 'background-color');
  await choose('Dark');
  await app.locator(`.page-window:not([style*="${light}"])`).waitFor();
  expect(await isDark()).toBe(true);
  await choose('Light');
  await app.locator(`.page-window[style*="${light}"]`).waitFor();

  // 768 pixels are there, and are shown smaller where the window has no room.
  await page.setViewportSize({ width: 1000, height: 700 });
  await choose('768');
  expect(await html.evaluate(() => innerWidth)).toBe(768);
  const [phone, beside] = [await page.locator('.phone').boundingBox(), await workbench.boundingBox()];
  expect(phone?.x).toBeGreaterThan(0);
  expect((phone?.x ?? 0) + (phone?.width ?? 0)).toBeLessThan(beside?.x ?? 0);
  expect((phone?.y ?? 0) + (phone?.height ?? 0)).toBeLessThanOrEqual(700);
});
