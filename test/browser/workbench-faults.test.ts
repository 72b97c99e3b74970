import { violationsOn } from './axe';
import { useWorkbench } from './open-workbench';

const open = useWorkbench();

test('a fault that is switched on meets the next upload, and none after it is switched off', async () => {
  const { tab, app, pick, cloud, page } = await open();
  const panel = await tab('Faults');
  const fault = panel.getByRole('switch', { name: '503', exact: true });
  await panel.getByText('No faults are set.').waitFor();
  await fault.check();
  const everyOne = page.waitForResponse((response) => response.request().postData() === '{"faults":"503=1"}');
  await panel.getByRole('slider', { name: 'Share of uploads, 503' }).fill('100');
  await panel.getByText('npm start -- --faults 503=1', { exact: true }).waitFor();
  await everyOne;

  await pick(1);
  await app.getByText(/^Again in \d+ s$/).waitFor();
  expect(cloud.oss.forms.list().at(-1)).toMatchObject({ fault: '503', outcome: { status: 503 } });
  const set = page.waitForResponse(/\/preview\/faults$/);
  await fault.uncheck();
  await set;
  await app.getByRole('button', { name: /^Picture 1, Uploaded/ }).waitFor();
});

test('shows what was set elsewhere, and copies it', async () => {
  const { tab, cloud, page, context } = await open();
  await context.grantPermissions(['clipboard-read']);
  const panel = await tab('Faults');
  cloud.oss.faults.set({ seed: 7, latency: 300, bandwidth: 300_000, rates: { 'cut-after': 0.2 } });
  await panel.getByText('--faults seed=7,latency=300,bandwidth=300k,cut-after=0.2').waitFor();
  expect(await panel.getByRole('slider', { name: 'Latency' }).inputValue()).toBe('300');
  expect(await panel.getByRole('switch', { name: 'cut-after' }).isChecked()).toBe(true);
  const bandwidth = panel.getByLabel('Bandwidth');
  expect(await bandwidth.locator('option:checked').textContent()).toBe('300 KB/s');
  await panel.getByRole('button', { name: 'Copy --faults' }).click();
  await panel.getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    '--faults seed=7,latency=300,bandwidth=300k,cut-after=0.2',
  );
  await panel.getByRole('button', { name: 'Clear all faults' }).click();
  await panel.getByText('No faults are set.').waitFor();
});

test('all shares together are 1 at most', async () => {
  const { tab, cloud, page } = await open();
  const panel = await tab('Faults');
  cloud.oss.faults.set({ ...cloud.oss.faults.current(), rates: { '500': 0.7, '503': 0.3 } });
  await panel.getByText('500=0.7,503=0.3').waitFor();
  const set = page.waitForResponse(/\/preview\/faults$/);
  await panel.getByRole('switch', { name: 'silence', exact: true }).click();
  await set;
  await panel.getByText('Every upload already meets a fault').waitFor();
  expect(await panel.getByRole('switch', { name: 'silence', exact: true }).isChecked()).toBe(false);
  await panel.getByRole('slider', { name: 'Share of uploads, 503' }).fill('90');
  await panel.getByText('500=0.7,503=0.3').waitFor();
});

test('axe finds nothing, light and dark', async () => {
  const { tab, cloud, page } = await open();
  const panel = await tab('Faults');
  cloud.oss.faults.set({ ...cloud.oss.faults.current(), rates: { '503': 0.3 } });
  await panel.getByText('503=0.3').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOn(page)).toEqual([]);
  }
});
