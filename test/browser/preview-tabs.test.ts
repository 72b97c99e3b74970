import type { Page } from 'playwright-core';
import { FIXTURE } from '../dev/preview/fixture-copy';
import { violationsOn } from './axe';
import { usePreview } from './open-preview';

const open = usePreview(() => ({ miniprogramRoot: FIXTURE }));

const NOTE = 'The phone is open in another tab.';

/** A second tab of the same browser. */
async function openTwo() {
  const { page: first, app } = await open();
  await app.getByRole('button', { name: 'Add', exact: true }).waitFor();
  const second = await first.context().newPage();
  await second.goto(first.url());
  const phone = second.frameLocator('iframe');
  await phone.getByText(NOTE).waitFor();
  return { first, app, second, phone };
}

test('a second tab says that the phone is open elsewhere, and goes on when that one is closed', async () => {
  const { first, second, phone } = await openTwo();
  expect(await phone.getByRole('button', { name: 'Add', exact: true }).count()).toBe(0);
  expect(await violationsOn(second)).toEqual([]);
  await first.close();
  await phone.getByRole('button', { name: 'Add', exact: true }).waitFor();
  expect(await phone.getByText(NOTE).count()).toBe(0);
});

test('it can be used in the second tab at once; then the first one waits', async () => {
  const { app, phone } = await openTwo();
  await phone.getByRole('button', { name: 'Use it here' }).click();
  await phone.getByRole('button', { name: 'Add', exact: true }).waitFor();
  await app.getByText(NOTE).waitFor();
  expect(await app.getByRole('button', { name: 'Add', exact: true }).count()).toBe(0);
});

test('while the first tab loads anew or erases, the second waits on; erasing in the second leaves the first alone', async () => {
  const { first, app, second, phone } = await openTwo();
  const frame = first.frames()[1];
  const press = async (page: Page, name: string) => {
    await page.getByRole('tab', { name: 'Phone' }).click();
    await page.getByRole('button', { name }).click();
  };
  for (const name of ['Restart the mini-program', 'Erase its data and restart']) {
    await frame?.evaluate(() => Object.assign(window, { isOld: true }));
    await press(first, name);
    await frame?.waitForFunction(() => !('isOld' in window) && document.querySelector('.page-window'));
  }
  expect(await phone.getByText(NOTE).count()).toBe(1);

  await frame?.evaluate(() => localStorage.setItem('wx:kept', '1'));
  const erased = second.waitForEvent('framenavigated', (navigated) => navigated.url().endsWith('/app/'));
  await press(second, 'Erase its data and restart');
  await erased;
  await phone.getByText(NOTE).waitFor();
  expect(await frame?.evaluate(() => localStorage.getItem('wx:kept'))).toBe('1');
  await app.getByRole('button', { name: 'Add', exact: true }).waitFor();
});

test('a reload is no second tab', async () => {
  const { page, app } = await open();
  const notes = app.getByText(NOTE);
  for (let times = 0; times < 3; times++) {
    await page.reload();
    await app.getByRole('button', { name: 'Add', exact: true }).waitFor();
    expect(await notes.count()).toBe(0);
  }
});
