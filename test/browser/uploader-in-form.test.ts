import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { miniprogramRoot, openStage, type StageServers, startStageServers } from '../screenshots/stage';
import { madePicture } from '../screenshots/states';
import { launchChromium } from './chromium';
import { expectText } from './open-preview';
import { headPart, tilePart, uploaderPart } from './parts';

const PAGE = {
  json: '{ "usingComponents": { "oss-uploader": "/components/oss-uploader/oss-uploader", "named": "named" } }',
  ts: `
    import { policyUrl } from '../../config';
    Page({
      data: { policyUrl: policyUrl('develop'), photos: [] as { key: string }[], said: '' },
      load() {
        this.setData({ photos: [{ key: 'earlier.jpg' }] });
      },
      submit({ detail }) {
        this.setData({ said: JSON.stringify(detail.value) });
      },
      reset() {
        this.setData({ said: 'reset' });
      },
    });`,
  wxml: `
    <view aria-role="text" aria-label="said">{{said}}</view>
    <form bindsubmit="submit" bindreset="reset">
      <named />
      <oss-uploader name="album" queue="album" policy-url="{{policyUrl}}" value="{{photos}}" />
      <oss-uploader name="face" queue="face" policy-url="{{policyUrl}}" max="1" custom-empty>
        <view slot="empty">Show your face</view>
      </oss-uploader>
      <button form-type="submit">Save</button>
      <button form-type="reset">Reset</button>
    </form>
    <button bindtap="load">Load</button>
    <input name="outside" />`,
};

/** A component whose own field belongs to the form around it. */
const NAMED = {
  json: '{ "component": true }',
  ts: `Component({ behaviors: ['wx://form-field-group'] });`,
  wxml: '<input name="title" value="Untitled" placeholder="Title" />',
};

describe('two uploaders in a form', () => {
  let folder: string;
  let servers: StageServers;
  let browser: Browser;
  let page: Page;
  let close: () => Promise<void>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'in-form-'));
    const root = path.join(folder, 'miniprogram');
    await cp(miniprogramRoot, root, { recursive: true });
    for (const [name, files] of Object.entries({ upload: PAGE, named: NAMED })) {
      for (const [ending, text] of Object.entries(files)) {
        await writeFile(path.join(root, `pages/upload/${name}.${ending}`), text);
      }
    }
    servers = await startStageServers(path.join(folder, 'oss'), root);
    browser = await launchChromium();
  });

  beforeEach(async () => {
    const opened = await openStage(browser, servers, folder, {
      locale: 'en-US',
      viewport: { width: 390, height: 844 },
    });
    ({ page } = opened.stage);
    close = opened.close;
  });

  afterEach(() => close());

  afterAll(async () => {
    await browser?.close();
    await servers?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const album = () => page.locator('wx-oss-uploader').first();
  const face = () => page.locator('wx-oss-uploader').last();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const said = () => page.getByLabel('said', { exact: true });
  const title = (uploader: Locator) => uploader.locator(headPart('title'));

  /** @param opener opens the picker */
  async function pick(opener: Locator, ...seeds: number[]): Promise<void> {
    const files = await Promise.all(
      seeds.map(async (seed) => {
        const file = path.join(folder, `${seed}.png`);
        await writeFile(file, await madePicture(seed));
        return file;
      }),
    );
    const chooser = page.waitForEvent('filechooser');
    await opener.click();
    await (await chooser).setFiles(files);
  }

  test('submit has what was typed and what each has stored', async () => {
    await button('Load').click();
    await pick(album().locator(uploaderPart('add')), 1, 2);
    await pick(button('Show your face'), 3);
    await expectText(title(album()), 'All 3 uploaded');
    await expectText(title(face()), '1 picture uploaded');
    await page.getByPlaceholder('Title').fill('Summer');
    await button('Save').click();
    await said().filter({ hasText: '{' }).waitFor();
    const picture = { key: expect.any(String), url: expect.stringContaining(servers.ossUrl) };
    expect(JSON.parse((await said().textContent()) ?? '')).toEqual({
      title: 'Summer',
      album: [{ key: 'earlier.jpg' }, picture, picture],
      face: [picture],
    });
    await button('Reset').click();
    await expectText(said(), 'reset');
    expect(await page.getByPlaceholder('Title').inputValue()).toBe('Untitled');
  });

  test('one that is paused, emptied or full does not disturb the other', async () => {
    await page.route(`${servers.ossUrl}/`, () => {});
    await pick(album().locator(uploaderPart('pick')), 1, 2);
    await album().locator(headPart('main')).click();
    await expectText(title(album()), 'Paused · 0 of 2');
    await page.unroute(`${servers.ossUrl}/`);
    await pick(button('Show your face'), 1);
    await expectText(title(face()), '1 picture uploaded');
    await expectText(title(album()), 'Paused · 0 of 2');
    await face().locator(tilePart('remove')).click();
    await face().locator(tilePart('removed')).waitFor();
    expect(await album().locator(tilePart('word')).allTextContents()).toEqual(['Paused', 'Paused']);
    await album().locator(headPart('main')).click();
    await expectText(title(album()), 'All 2 uploaded');
    expect(await face().locator(tilePart('removed')).count()).toBe(1);
  });
});
