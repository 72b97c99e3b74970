import { violationsOn } from './axe';
import { useWorkbench } from './open-workbench';

const open = useWorkbench();

test('each picture appears as soon as it is stored, newest first, with a link to it; also in a page that is opened later', async () => {
  const { workbench, pick, cloud, page } = await open();
  const rows = workbench.getByRole('list', { name: 'Objects in the bucket' }).getByRole('listitem');
  await workbench.getByText('Pick a picture and see where it goes').waitFor();
  await pick(1);
  await rows.first().waitFor();
  await pick(1);
  await rows.nth(1).waitFor();
  const [older, newer] = [...cloud.oss.objects.list()].sort((a, b) => a.lastModified.localeCompare(b.lastModified));
  const links = () => rows.getByRole('link').evaluateAll((found) => found.map((link) => link.getAttribute('href')));
  const expected = [newer, older].map((object) => `${cloud.ossUrl}/${object?.key}`);
  expect(await links()).toEqual(expected);
  expect(await rows.first().textContent()).toContain('image/png');
  const isDrawn = await rows
    .first()
    .locator('img')
    .evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return image.naturalWidth > 0;
    });
  expect(isDrawn).toBe(true);
  expect(await workbench.getByText('Pick a picture').isVisible()).toBe(false);
  await page.reload();
  await rows.nth(1).waitFor();
  expect(await links()).toEqual(expected);
});

test('below 900 pixels it waits behind a button; Escape closes it, and the focus is where it was; above, it is beside the phone', async () => {
  const { page, app, workbench } = await open({ viewport: { width: 899, height: 900 } });
  const opener = page.getByRole('button', { name: 'Workbench' });
  await opener.waitFor();
  expect(await workbench.isVisible()).toBe(false);
  await opener.press('Enter');
  await workbench.getByText('Pick a picture and see where it goes').waitFor();
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Close the workbench');
  await page.keyboard.press('Escape');
  expect(await workbench.isVisible()).toBe(false);
  expect(await page.locator(':focus').textContent()).toBe('Workbench');

  // On a phone the capsule button opens it.
  await page.setViewportSize({ width: 390, height: 844 });
  await app.getByRole('button', { name: 'Workbench' }).click();
  await workbench.waitFor();
  await page.getByRole('button', { name: 'Close the workbench' }).click();
  expect(await workbench.isVisible()).toBe(false);

  // Whatever it was before.
  await page.setViewportSize({ width: 900, height: 900 });
  await workbench.waitFor();
  expect(await page.locator('.phone').evaluate((phone: HTMLElement) => phone.inert)).toBe(false);
  const [phone, beside] = [await page.locator('.phone').boundingBox(), await workbench.boundingBox()];
  expect((phone?.x ?? 0) + (phone?.width ?? 0)).toBeLessThan(beside?.x ?? 0);
});

test('axe finds nothing, light and dark, in four sizes', async () => {
  const { page, workbench, pick } = await open();
  await pick(2);
  await workbench.getByRole('list', { name: 'Objects in the bucket' }).getByRole('listitem').nth(1).waitFor();
  const found: unknown[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [
      [1280, 900],
      [1000, 700],
      [800, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      if (width < 900) {
        await page.evaluate(() => window.postMessage('preview:open-workbench'));
        await workbench.waitFor();
      }
      for (const tab of await workbench.getByRole('tab').all()) {
        await tab.click();
        const violations = await violationsOn(page);
        if (violations.length > 0) found.push({ colorScheme, width, tab: await tab.textContent(), violations });
      }
    }
  }
  expect(found).toEqual([]);
});
