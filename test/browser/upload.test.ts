import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { type LocalCloud, startLocalCloud } from '../../dev/cloud/local-cloud';
import { developmentSettings } from '../../dev/oss/development-settings';
import { type Preview, startPreview } from '../../dev/preview/server';
import { policyUrl } from '../../miniprogram/config';
import { en } from '../../miniprogram/words/en';
import { zh } from '../../miniprogram/words/zh';
import { createPolicyAnswer } from '../../server/policy';
import { readOssSettings, readServerSettings } from '../../server/settings';
import { heicPicture, makePicture, realPhotos } from '../pictures/pictures';
import { launchChromium } from './chromium';

const miniprogramRoot = path.join(__dirname, '../../miniprogram');

describe('the mini-program in Chromium', () => {
  let folder: string;
  let browser: Browser;
  let cloud: LocalCloud;
  let preview: Preview;
  /** Replaces the backend's answer in a test; undefined forwards requests to the backend. */
  let policyAnswer: (() => { status: number; body: string }) | undefined;
  let frontDoor: Server;
  let page: Page;
  let app: FrameLocator;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'browser-'));
    cloud = await startLocalCloud({ dataDir: path.join(folder, 'oss'), environment: { OSS_MAX_SIZE: '4000000' } });
    frontDoor = createServer(async (_, response) => {
      const override = policyAnswer?.();
      const body = override?.body ?? (await (await fetch(cloud.policyUrl)).text());
      response.writeHead(override?.status ?? 200, { 'content-type': 'application/json' }).end(body);
    });
    const { port } = await new Promise<AddressInfo>((resolve) => {
      frontDoor.listen(0, '127.0.0.1', () => resolve(frontDoor.address() as AddressInfo)); // it listens on TCP
    });
    preview = await startPreview({
      miniprogramRoot,
      backend: { configured: policyUrl('develop'), actual: `http://127.0.0.1:${port}/` },
    });
    cloud.trust({ origins: [new URL(preview.url).origin] });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await preview?.close();
    frontDoor?.closeAllConnections();
    frontDoor?.close();
    await cloud?.close();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    policyAnswer = undefined;
  });

  afterEach(async () => {
    await page.context().close();
  });

  async function open(locale = 'en-US'): Promise<void> {
    const context = await browser.newContext({ locale });
    page = await context.newPage();
    await page.goto(preview.url);
    app = page.frameLocator('iframe');
  }

  async function pick(files: { name: string; bytes: Buffer }[], button: string | RegExp = en.pick): Promise<void> {
    const paths = await Promise.all(
      files.map(async ({ name, bytes }) => {
        const file = path.join(folder, name);
        await writeFile(file, bytes);
        return file;
      }),
    );
    const chooser = page.waitForEvent('filechooser');
    await app.getByRole('button', { name: button }).click();
    await (await chooser).setFiles(paths);
  }

  /** Returns a function that throttles the page's uploads, in bytes per second; -1 for no limit. */
  async function uplink(): Promise<(uploadThroughput: number) => Promise<unknown>> {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    const others = { offline: false, latency: 0, downloadThroughput: -1 };
    return (uploadThroughput) => session.send('Network.emulateNetworkConditions', { ...others, uploadThroughput });
  }

  const tile = (number: number) => app.getByRole('button', { name: new RegExp(`^Picture ${number}, `) });
  const title = (text: string) => app.getByRole('heading', { name: text, exact: true });
  const isUploading = (number: number) =>
    app.getByRole('button', { name: new RegExp(`^Picture ${number}, Uploading [1-9]\\d?%`) });

  /** The contents of all objects that came since the last call. */
  const newObjects = (() => {
    const known = new Set<string>();
    return async (): Promise<Buffer[]> => {
      const list = await (await fetch(`${cloud.ossUrl}/?list-type=json`)).json();
      const keys = (list as { key: string }[]).map(({ key }) => key).filter((key) => !known.has(key)); // the local OSS's own list
      for (const key of keys) known.add(key);
      const contents = keys.map(async (key) => (await fetch(`${cloud.ossUrl}/${key}`)).arrayBuffer());
      return (await Promise.all(contents)).map((content) => Buffer.from(content));
    };
  })();
  const digests = (files: readonly Uint8Array[]) =>
    files.map((bytes) => createHash('sha1').update(bytes).digest('hex')).sort();

  test('uploads pictures of every format from the file chooser to the local OSS, byte for byte', async () => {
    const made = await Promise.all(
      (['jpeg', 'png', 'gif', 'webp'] as const).map(async (format, seed) => ({
        name: `made.${format}`,
        bytes: await makePicture(format, { seed }),
      })),
    );
    const photos = realPhotos().filter(({ name }) => name !== 'not-a-picture.webp');
    const files = [...made, { name: 'made.heic', bytes: heicPicture() }, ...photos];
    await newObjects();
    await open();

    await pick(files.slice(0, 9));
    if (files.length > 9) await pick(files.slice(9), /^Add/);

    await title(`All ${files.length} uploaded`).waitFor();
    expect(digests(await newObjects())).toEqual(digests(files.map(({ bytes }) => bytes)));
  });

  test('shows progress during the upload', async () => {
    await open();
    await (await uplink())(400_000);
    await pick([
      { name: 'slow.png', bytes: Buffer.concat([await makePicture('png', { seed: 7 }), Buffer.alloc(1_200_000)]) },
    ]);

    await isUploading(1).waitFor();
    await app.getByRole('button', { name: /^Picture 1, Uploaded/ }).waitFor();
  });

  test('restores a paused queue after a reload, stores each picture once after resuming, and lists it until it is cleared', async () => {
    await newObjects();
    const pictures = await Promise.all(
      [71, 72, 73, 74].map(async (seed) => ({
        name: `kept-${seed}.png`,
        bytes: Buffer.concat([await makePicture('png', { seed }), Buffer.alloc(900_000)]),
      })),
    );
    await open();
    const shape = await uplink();
    await shape(300_000);
    await pick(pictures);
    await isUploading(1).waitFor();
    await app.getByRole('button', { name: en.pause, exact: true }).click();
    await title('Paused · 0 of 4').waitFor();

    await page.reload();
    await title('Paused · 0 of 4').waitFor();
    expect(await app.locator('img').evaluateAll((images) => images.length)).toBe(4);
    await shape(-1);
    await app.getByRole('button', { name: en.resume, exact: true }).click();

    await title('All 4 uploaded').waitFor();
    expect(digests(await newObjects())).toEqual(digests(pictures.map(({ bytes }) => bytes)));

    await page.reload();
    await title('All 4 uploaded').waitFor();
    await app.getByRole('button', { name: en.more }).click();
    await app.getByRole('button', { name: en.clear, exact: true }).click();
    await app.getByText(en.emptyTitle).waitFor();
  });

  test('defers rendering in the background until the page is back in the foreground', async () => {
    const bytes = Buffer.concat([await makePicture('png', { seed: 75 }), Buffer.alloc(600_000)]);
    await open();
    await (await uplink())(400_000);
    await pick([{ name: 'hidden.png', bytes }]);
    await isUploading(1).waitFor();
    const setHidden = (hidden: boolean) =>
      app.locator('body').evaluate((_, value) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);

    const answered = page.waitForResponse((response) => response.url() === `${cloud.ossUrl}/`);
    await setHidden(true);
    await (await answered).finished();
    await app.locator('body').evaluate(async () => {
      // The image has left the queue, and an update scheduled for 0.1 s later would be rendered before this timer.
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    expect(await app.getByRole('button', { name: /^Picture 1, Uploaded/ }).count()).toBe(0);
    await setHidden(false);
    await app.getByRole('button', { name: /^Picture 1, Uploaded/ }).waitFor();
  });

  test('refuses a picture that is too large, naming the limit, and uploads the others', async () => {
    const picture = await makePicture('jpeg', { seed: 3 });
    await open();
    await pick([
      { name: 'huge.jpg', bytes: Buffer.concat([picture, Buffer.alloc(4_000_000)]) },
      { name: 'fine.jpg', bytes: picture },
    ]);
    await app.getByText(/^Picture 1 \(3\.8 MB\): The picture is too large: 3\.8 MB at most\.$/).waitFor();
    await app.getByRole('button', { name: /^Picture 2, Uploaded/ }).waitFor();
  });

  test('shows that the backend is down, and uploads the picture once it is back', async () => {
    await open();
    policyAnswer = () => ({ status: 503, body: '{"error":{"code":"unavailable"}}' });
    await pick([{ name: 'one.png', bytes: await makePicture('png', { seed: 4 }) }]);
    await app.getByText(/^Again in \d+ s$/).waitFor();

    policyAnswer = undefined;
    await app.getByRole('button', { name: /^Picture 1, Uploaded/ }).waitFor();
  });

  test('says that a network wants people to sign in, and uploads the picture once they have', async () => {
    await open();
    policyAnswer = () => ({ status: 200, body: '<!DOCTYPE html><title>Sign in</title>' });
    await pick([{ name: 'one.png', bytes: await makePicture('png', { seed: 14 }) }]);
    await app.getByText(/^Again in \d+ s$/).waitFor();

    policyAnswer = undefined;
    await app.getByRole('button', { name: /^Picture 1, Uploaded/ }).waitFor();
  });

  test('shows that the backend cannot be reached', async () => {
    const alone = await startPreview({
      miniprogramRoot,
      backend: { configured: policyUrl('develop'), actual: 'http://127.0.0.1:1/' },
    });
    try {
      await open();
      await page.goto(alone.url);
      await pick([{ name: 'one.png', bytes: await makePicture('png', { seed: 5 }) }]);
      await app.getByText(/^Again in \d+ s$/).waitFor();
    } finally {
      await alone.close();
    }
  });

  test('shows that OSS refuses the policy', async () => {
    const { limits } = readServerSettings(developmentSettings);
    const signedByAnother = {
      ...readOssSettings(developmentSettings),
      host: cloud.ossUrl,
      accessKeySecret: 'some other secret',
    };
    policyAnswer = () => ({
      status: 200,
      body: JSON.stringify(createPolicyAnswer(signedByAnother, limits, new Date())),
    });
    await open();
    await pick([{ name: 'one.png', bytes: await makePicture('png', { seed: 6 }) }]);
    await app.getByText(en.errors['signature-refused']).waitFor();
  });

  test('opens a tile in full screen and removes it; a second pick continues the numbering', async () => {
    const picture = async (seed: number) => ({ name: `${seed}.png`, bytes: await makePicture('png', { seed }) });
    await open();
    await pick([await picture(81), await picture(82)]);
    await title('All 2 uploaded').waitFor();

    await tile(2).click();
    const large = app.getByRole('dialog');
    await large.waitFor();
    expect(await large.locator('img').count()).toBe(2);
    await large.click();
    await large.waitFor({ state: 'detached' });

    await app.getByRole('button', { name: 'Remove Picture 1' }).click();
    await app.getByRole('button', { name: 'Picture 1, Removed · Undo' }).click();
    await title('All 2 uploaded').waitFor();
    await app.getByRole('button', { name: 'Remove Picture 1' }).click();
    await title('1 picture uploaded').waitFor();
    await pick([await picture(83)], /^Add/);
    await app.getByRole('button', { name: /^Picture 3, Uploaded/ }).waitFor();
    expect(await tile(1).count()).toBe(0);
  });

  test('uses Chinese if WeChat does', async () => {
    await open('zh-CN');
    await app.getByText(zh.emptyTitle).waitFor();
    await pick([{ name: 'one.png', bytes: await makePicture('png', { seed: 9 }) }], zh.pick);
    await app.getByRole('button', { name: /^图片 1，已上传/ }).waitFor();
  });
});
