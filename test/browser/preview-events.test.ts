import { copyFixture, type FixtureCopy } from '../dev/preview/fixture-copy';
import { expectText, styleOf, usePreview } from './open-preview';

let copy: FixtureCopy;
beforeAll(async () => {
  copy = await copyFixture();
  await copy.write('templates/leaving.wxml', '<view bindtap="leave">footer</view>\n');
  await copy.write(
    'pages/detail/detail.ts',
    `Page({
      data: { said: '' },
      onResize({ size }) {
        this.setData({ said: size.windowWidth + ' wide' });
      },
    });`,
  );
  await copy.write(
    'pages/detail/detail.wxml',
    [
      '<page-meta root-font-size="system" page-font-size="20px" page-style="letter-spacing: 3px" background-color="#010203" />',
      '<view>detail</view>',
      '<view aria-role="text" aria-label="said">{{said}}</view>',
      '<view>',
      '  <text catch:longpress="hold" bindtap="{{handler}}" bind:tap="">text</text>',
      '</view>',
      '<include src="/templates/leaving" />',
    ].join('\n'),
  );
});
const open = usePreview(() => ({ miniprogramRoot: copy.root }));
afterAll(() => copy.remove());

test('event handlers that a page does not have are named, with their places; those that it has are not', async () => {
  const { app } = await open();
  await app.getByRole('button', { name: 'Add', exact: true }).waitFor();
  expect(await app.getByRole('alert').count()).toBe(0);
  await app.getByLabel('wide box').click();
  await expectText(
    app.getByRole('alert'),
    'pages/detail/detail.wxml:5:4 catch:longpress="hold": pages/detail/detail has no method "hold"\n' +
      'templates/leaving.wxml:1:2 bindtap="leave": pages/detail/detail has no method "leave"',
  );
});

test('a page-meta applies while its page shows', async () => {
  const preview = await open();
  const { app, page } = preview;
  const rootSize = () => styleOf(preview, 'html', 'font-size');
  await app.getByRole('button', { name: 'Add', exact: true }).waitFor();
  const background = await styleOf(preview, '.page-window', 'background-color');
  await page.getByRole('tab', { name: 'Phone' }).click();
  await page.getByRole('slider', { name: 'Font size' }).fill('22');
  expect(await rootSize()).toBe('16px');

  await app.getByLabel('wide box').click();
  await app.getByText('detail', { exact: true }).waitFor();
  const shown = '.page-window:not([hidden])';
  expect(await rootSize()).toBe('22px');
  expect(await styleOf(preview, `${shown} wx-page`, 'font-size')).toBe('20px');
  expect(await styleOf(preview, `${shown} wx-page`, 'letter-spacing')).toBe('3px');
  expect(await styleOf(preview, shown, 'background-color')).toBe('rgb(1, 2, 3)');
  await page.getByRole('slider', { name: 'Font size' }).fill('24');
  await app.locator('html[style*="24px"]').waitFor();

  await app.getByRole('button', { name: /Back|返回/ }).click();
  await app.getByRole('button', { name: 'Add', exact: true }).waitFor();
  expect(await rootSize()).toBe('16px');
  expect(await styleOf(preview, shown, 'background-color')).toBe(background);
});

test('a page is told its new size', async () => {
  const { app, page, said } = await open();
  await app.getByLabel('wide box').click();
  await app.getByText('detail', { exact: true }).waitFor();
  await page.getByRole('tab', { name: 'Phone' }).click();
  await page.getByRole('radio', { name: '430' }).check();
  await expectText(said('said'), '430 wide');
});
