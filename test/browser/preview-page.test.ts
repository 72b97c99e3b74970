import { FIXTURE } from '../dev/preview/fixture-copy';
import { expectText, styleOf, usePreview } from './open-preview';

const open = usePreview(() => ({ miniprogramRoot: FIXTURE }));

test('runs the lifecycles of app, component and page in WeChat’s order', async () => {
  const { app, said } = await open();
  await expectText(
    said('said'),
    'app launch, app show, card created, card attached, home load, home show, card page show, card ready, home ready',
  );
  await app.getByRole('link', { name: 'wide box' }).click();
  await expectText(app.locator('.log'), 'home hide, card page hide, detail load {"id":"a%20b","empty":""}');
});

test('triggers onHide and onShow when the mini-program leaves and enters the foreground', async () => {
  const { app, said } = await open();
  await said('said').filter({ hasText: 'home ready' }).waitFor();
  await app.locator('body').evaluate(() => {
    for (const hidden of [true, false]) {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }
  });
  await expectText(said('said'), 'home hide, card page hide, app hide, app show, home show');
});

test('a tap updates lists, conditions and expressions', async () => {
  const { app, button } = await open();
  await expectText(app.getByText('by wxs'), 'HOME by wxs, 2');
  await app.getByText('none', { exact: true }).waitFor();
  await app.getByText('empty', { exact: true }).waitFor();
  await button('Add').click();
  await app.getByText('one', { exact: true }).waitFor();
  await app.getByText('empty', { exact: true }).waitFor({ state: 'hidden' });
  await button('Add').click();
  await app.getByText('many', { exact: true }).waitFor();
  expect(await app.locator('.row').allTextContents()).toEqual(['0 p0', '1 p1']);
  await expectText(app.getByText('by wxs'), 'HOME by wxs, 6');
  expect(await app.getByRole('progressbar', { name: 'count' }).getAttribute('aria-valuenow')).toBe('30');
});

test('events carry the dataset and the position of the tap; a long press is not a tap', async () => {
  const { app, button, said } = await open();
  await button('Add').click();
  await app.getByText('0 p0').click();
  await expectText(said('said'), 'row p0 number');
  await app.getByRole('link', { name: 'wide box' }).click({ delay: 500 });
  await expectText(said('said'), 'held');
  await app.getByRole('heading', { name: 'Fixture' }).waitFor();
  expect(await app.getByText('detail').count()).toBe(0);
});

test('components support slots, observers, behaviors and events', async () => {
  const { app, button, said } = await open();
  const card = app.locator('wx-card');
  await expectText(card.locator('.components_card_card--title'), 'first FIRST/ 0');
  await expectText(card, 'first FIRST/ 0default slotside slot');
  await app.getByText('default slot').click();
  await expectText(said('said'), 'opened first');
  await app.getByText('first FIRST/ 1').waitFor();
  await button('Add').click();
  await app.getByText('first FIRST/P0 1').waitFor();
});

test('a button can be focused and pressed by keyboard unless it is disabled', async () => {
  const { app, button, page } = await open();
  await button('Add').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await app.getByText('many', { exact: true }).waitFor();
  expect(await button('Disabled').isDisabled()).toBe(true);
  await button('Disabled').click({ force: true });
  await button('Add').click();
  expect(await app.locator('.row').count()).toBe(3);
});

test('isolates the styles of a page from those of a component', async () => {
  const preview = await open();
  expect(await styleOf(preview, 'wx-page > .outer', 'color')).toBe('rgb(10, 20, 30)');
  expect(await styleOf(preview, 'wx-card > wx-view', 'color')).toBe('rgb(1, 1, 1)');
  expect(await styleOf(preview, 'wx-card > wx-view', 'padding-left')).toBe('10px');
  expect(await styleOf(preview, 'wx-page > .outer', 'padding-left')).toBe('0px');
  expect(await styleOf(preview, 'wx-card', 'display')).toBe('block');
  expect(await styleOf(preview, 'wx-button', 'border-left-color')).toBe('rgb(7, 8, 9)');
});

test('750 rpx is the width of the phone, in style sheets and inline styles', async () => {
  const preview = await open();
  expect(await styleOf(preview, '.wide', 'width')).toBe('187.5px');
  expect(await styleOf(preview, '.wide', 'margin-left')).toBe('37.5px');
  await preview.button('Add').click();
  await preview.app.getByText('one', { exact: true }).waitFor();
  expect(await styleOf(preview, '.wide', 'margin-left')).toBe('75px');
});

test('100vh excludes the navigation bar', async () => {
  const preview = await open();
  const window = await preview.app.locator('.page-window').boundingBox();
  expect(await styleOf(preview, '.wide', 'height')).toBe(`${(window?.height ?? 0) / 8}px`);
});

test('a pressed element has its hover class, and loses it after release', async () => {
  const preview = await open();
  const { app, page } = preview;
  await app.getByLabel('wide box').hover();
  await page.mouse.down();
  await app.locator('.wide.pressed').waitFor();
  expect(await styleOf(preview, '.wide', 'background-color')).toBe('rgb(0, 128, 0)');
  await page.mouse.up();
  await app.locator('[aria-label="wide box"]:not(.pressed)').waitFor({ state: 'attached' });
});

test('follows the system’s dark mode without a reload', async () => {
  const preview = await open({ colorScheme: 'light' });
  await preview.button('Add').click();
  expect(await styleOf(preview, '.navigation-bar', 'background-color')).toBe('rgb(240, 240, 240)');
  expect(await styleOf(preview, '.page-window', 'background-color')).toBe('rgb(250, 250, 250)');
  expect(await styleOf(preview, 'wx-page', 'color')).toBe('rgb(1, 1, 1)');
  await preview.page.emulateMedia({ colorScheme: 'dark' });
  await preview.app.locator('.navigation-bar[style*="rgb(16, 16, 16)"]').waitFor();
  expect(await styleOf(preview, 'wx-page', 'color')).toBe('rgb(250, 250, 250)');
  expect(await styleOf(preview, '.navigation-bar', 'color')).toBe('rgb(255, 255, 255)');
  expect(await styleOf(preview, '.page-window', 'background-color')).toBe('rgb(5, 5, 5)');
  expect(await preview.app.locator('.row').count()).toBe(1);
});

test('the navigation bar shows the page’s title and colour, and navigates back', async () => {
  const preview = await open({ locale: 'en-US' });
  const { app, button } = preview;
  const heading = (name: string) => app.getByRole('heading', { name }).waitFor();
  await heading('Fixture');
  expect(await button('Back').isVisible()).toBe(false);
  await app.getByLabel('wide box').click();
  await heading('Detail');
  expect(await styleOf(preview, '.navigation-bar', 'background-color')).toBe('rgb(0, 255, 0)');
  await app.getByText('detail a b').waitFor();
  expect(await styleOf(preview, '.page-window:not([hidden]) .wide', 'width')).toBe('50px');
  expect(await styleOf(preview, '.page-window:not([hidden]) .wide', 'position')).toBe('static');
  await button('Back').click();
  await heading('Fixture');
  expect(await styleOf(preview, '.wide', 'width')).toBe('187.5px');
  await app.getByLabel('wide box').click();
  await button('Back home').click();
  await heading('Fixture');
});

test('shows a phone frame of 375 pixels in a wide window, and only the mini-program in a narrow one', async () => {
  const preview = await open();
  const width = async () => (await preview.page.locator('iframe').boundingBox())?.width;
  expect(await width()).toBe(375);
  await preview.page.setViewportSize({ width: 390, height: 700 });
  expect(await width()).toBe(390);
  expect(await styleOf(preview, '.wide', 'width')).toBe('195px');
});

test('shows the mini-program’s own images', async () => {
  const { app } = await open();
  const picture = app.getByRole('img', { name: 'dot' }).locator('img');
  const shown = await picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight, getComputedStyle(image).objectFit];
  });
  expect(shown).toEqual([4, 2, 'cover']);
});
