import type { Locator } from 'playwright-core';
import { developmentSettings } from '../../dev/oss/development-settings';
import { readOssSettings } from '../../server/settings';
import { postParts, signedForm, toParts } from '../dev/oss/post-form';
import { violationsOn } from './axe';
import { useWorkbench } from './open-workbench';

const open = useWorkbench();
const SECRET = { OSS_ACCESS_KEY_SECRET: 'a-secret-for-this-test' };
const settings = readOssSettings({ ...developmentSettings, ...SECRET });

const items = (panel: Locator) => panel.getByRole('list', { name: 'Requests' }).getByRole('listitem');

test('a picture on its way: the policy request and the form, with each condition and what it was compared with', async () => {
  const { tab, pick, cloud, page } = await open();
  const panel = await tab('Requests');
  await panel.getByText('No requests yet').waitFor();
  await pick(1);
  const form = items(panel).filter({ hasText: /Succeeded: Form/ });
  const request = items(panel).filter({ hasText: /Succeeded: Request/ });
  await form.waitFor();

  // By keyboard, as everything here can be.
  await form.locator('summary').focus();
  await page.keyboard.press('Enter');
  const fields = form.getByRole('table', { name: 'Fields, in the order sent' });
  await fields.waitFor();
  const names = await fields.getByRole('rowheader').allTextContents();
  expect(names.at(-1)).toBe('file');
  expect(names).toContain('x-oss-signature');
  const [key] = cloud.oss.objects.list().map((object) => object.key);
  await fields
    .getByRole('row')
    .filter({ hasText: `key${key}` })
    .waitFor();

  const conditions = form.getByRole('table', { name: 'Policy' }).getByRole('row');
  const marks = (await conditions.allTextContents()).slice(1).map((row) => row.slice(0, '✓holds'.length));
  expect(marks.length).toBeGreaterThan(5);
  expect(new Set(marks)).toEqual(new Set(['✓holds']));
  await conditions.filter({ hasText: `["starts-with", "$key", "uploads/"]${key}` }).waitFor();
  await form
    .getByRole('table', { name: 'Signature, V4' })
    .getByRole('row', { name: /String to sign/ })
    .waitFor();
  await form.getByRole('table', { name: 'Response' }).getByRole('row', { name: 'Status 20' }).waitFor();

  await request.locator('summary').click();
  await request.getByRole('table', { name: 'Policy' }).getByText('["starts-with", "$key", "uploads/"]').waitFor();
  await request.getByRole('table', { name: 'Response' }).getByText('"dir": "uploads/"').waitFor();
});

test('a refused form says what was wrong and where to mend it; what fails is marked', async () => {
  const { tab, cloud, page, workbench } = await open({}, SECRET);
  const panel = await tab('Requests');
  await postParts(cloud.ossUrl, toParts({ ...signedForm({ settings }), key: 'photos/1.png' }));
  const form = items(panel).filter({ hasText: 'Failed: Form' });
  await form.getByText(/the key is "photos\/1.png".*OSS_DIR/).waitFor();
  await form.locator('summary').click();
  const failing = form.getByRole('table', { name: 'Policy' }).getByRole('row').filter({ hasText: '✗' });
  expect(await failing.allTextContents()).toEqual(['✗fails["starts-with", "$key", "uploads/"]photos/1.png']);

  // It stays open, and keeps the focus, while others come.
  await form.locator('summary').focus();
  await postParts(cloud.ossUrl, toParts(signedForm({ settings })));
  await items(panel).filter({ hasText: 'Succeeded: Form' }).waitFor();
  expect(await failing.isVisible()).toBe(true);
  expect(await page.locator(':focus').textContent()).toContain('photos/1.png');
  expect(await items(panel).first().textContent()).toContain('Succeeded');

  // A tab that nobody looks at keeps no connection, and then shows what it missed.
  const look = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  const closed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/preview/workbench/events'));
  await look(true);
  await closed;
  await postParts(cloud.ossUrl, toParts(signedForm({ settings })));
  await look(false);
  await items(panel).nth(2).waitFor();
  expect(await failing.isVisible()).toBe(true);
  expect(await page.locator(':focus').textContent()).toContain('photos/1.png');

  // What is stored is no picture, although it says so.
  await workbench.getByRole('tab', { name: 'Objects' }).click();
  const objects = workbench.getByRole('list', { name: 'Objects' });
  await objects.locator('.no-picture', { hasText: 'png' }).nth(1).waitFor();
  expect(await objects.locator('img').count()).toBe(0);
});

test('a signature that does not match: the step at which it differs, and no secret anywhere', async () => {
  const { tab, cloud, page } = await open({}, SECRET);
  const panel = await tab('Requests');
  const other = { ...settings, accessKeySecret: 'another-secret' };
  const fields = signedForm({ settings: other });
  await postParts(cloud.ossUrl, toParts(fields));
  const form = items(panel).filter({ hasText: 'Failed: Form' });
  await form.getByText(/Compare OSS_ACCESS_KEY_SECRET/).waitFor();
  await form.locator('summary').click();
  const steps = form.getByRole('table', { name: 'Signature, V4' }).getByRole('row').filter({ hasText: '✗' });
  expect((await steps.allTextContents()).map((text) => text.slice(0, '✗failsSign'.length))).toEqual([
    '✗failsSign',
    '✗failsSign',
  ]);
  await steps
    .filter({ hasText: "Signing key's scope" })
    .getByText(/\/cn-hangzhou\/oss\/aliyun_v4_request/)
    .waitFor();
  // Each column is readable, also where there is little room.
  await page.setViewportSize({ width: 900, height: 900 });
  const widths = await steps.first().evaluate((row) => [...row.children].map((cell) => cell.clientWidth));
  expect(Math.min(...widths)).toBeGreaterThan(90);
  const text = await page.content();
  for (const secret of [settings.accessKeySecret, other.accessKeySecret, fields['x-oss-signature'], fields['policy']]) {
    expect(text).not.toContain(secret);
  }
});

test('copies a form as curl', async () => {
  const { tab, pick, page, cloud, context } = await open();
  await context.grantPermissions(['clipboard-read']);
  const panel = await tab('Requests');
  await pick(1);
  const form = items(panel).filter({ hasText: /Succeeded: Form/ });
  await form.locator('summary').click();
  await form.getByRole('button', { name: 'Copy as curl' }).click();
  await form.getByRole('button', { name: 'Copied' }).waitFor();
  const script = await page.evaluate(() => navigator.clipboard.readText());
  expect(script).toContain(`curl -sS '${cloud.policyUrl}'`);
  expect(script).toContain(`curl -sS -i '${cloud.ossUrl}/'`);
  expect(script).toContain(`--form-string "x-oss-signature=$(answer signature)"`);
});

test('arrows move between the tabs; axe finds nothing in what is open', async () => {
  const { tab, page, workbench, cloud } = await open({}, SECRET);
  const panel = await tab('Requests');
  await postParts(cloud.ossUrl, toParts({ ...signedForm({ settings }), key: 'photos/1.png' }));
  await items(panel).locator('summary').click();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOn(page)).toEqual([]);
  }
  await workbench.getByRole('tab', { name: 'Requests' }).focus();
  await page.keyboard.press('Home');
  expect(await page.locator(':focus').textContent()).toMatch(/^Objects/);
  await page.keyboard.press('ArrowRight');
  await panel.waitFor();
  expect(await workbench.getByRole('tab', { name: 'Requests' }).getAttribute('aria-selected')).toBe('true');
});
