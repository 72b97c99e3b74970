import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { startLocalCloud } from '../../dev/cloud/local-cloud';
import { startPreview } from '../../dev/preview/server';
import { policyUrl } from '../../miniprogram/config';
import { uploaderPart } from '../browser/parts';
import { madePicture, type Stage } from './states';

/** What the stages of one run share: the local cloud, the preview, and a front door before the backend. */
export interface StageServers {
  readonly previewUrl: string;
  readonly ossUrl: string;
  /** The status of policy requests; 200 lets them pass. */
  status: number;
  close(): Promise<void>;
}

export const miniprogramRoot = path.join(__dirname, '../../miniprogram');

/** @param root a mini-program that asks this one's backend. Default: this one */
export async function startStageServers(dataDir: string, root = miniprogramRoot): Promise<StageServers> {
  const cloud = await startLocalCloud({ dataDir, environment: { OSS_MAX_SIZE: '4000000' } });
  const frontDoor = createServer(async (_, response) => {
    const { status } = servers;
    const body = status === 200 ? await (await fetch(cloud.policyUrl)).text() : '{"message":"not now"}';
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((listening) => frontDoor.listen(0, '127.0.0.1', listening));
  const { port } = frontDoor.address() as AddressInfo; // it listens on TCP
  const preview = await startPreview({
    miniprogramRoot: root,
    backend: { configured: policyUrl('develop'), actual: `http://127.0.0.1:${port}/` },
  });
  cloud.trust({ origins: [new URL(preview.url).origin] });
  const servers: StageServers = {
    previewUrl: preview.url,
    ossUrl: cloud.ossUrl,
    status: 200,
    async close() {
      await preview.close();
      frontDoor.closeAllConnections();
      frontDoor.close();
      await cloud.close();
    },
  };
  return servers;
}

/** Opens the page in a context of its own. */
export async function openStage(
  browser: Browser,
  servers: StageServers,
  folder: string,
  options: BrowserContextOptions,
): Promise<{ stage: Stage; close(): Promise<void> }> {
  servers.status = 200;
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(servers.previewUrl);
  // Without the phone around it, so that it is as wide as the window.
  await page.goto(new URL((await page.locator('iframe').getAttribute('src')) ?? '', servers.previewUrl).href);
  let picked = 0;
  const stage: Stage = {
    page,
    app: page,
    async pick(count, bytes = 0) {
      const first = count < 0 ? 0 : picked;
      const files = await Promise.all(
        Array.from({ length: Math.abs(count) }, async (_, index) => {
          const file = path.join(folder, `${first + index}.png`);
          const padding = Buffer.alloc(index === 0 ? bytes : bytes === 0 ? 0 : 600_000);
          await writeFile(file, Buffer.concat([await madePicture(first + index), padding]));
          return file;
        }),
      );
      if (count > 0) picked += count;
      const chooser = page.waitForEvent('filechooser');
      await page.locator(uploaderPart(first === 0 && count > 0 ? 'pick' : 'add')).click();
      await (await chooser).setFiles(files);
    },
    async onUpload(answer) {
      let index = 0;
      await page.route(`${servers.ossUrl}/`, async (route) => {
        const own = route.request().method() === 'POST' ? answer(route, index++) : undefined;
        await (own ?? route.continue());
      });
    },
    setBackend(status) {
      servers.status = status;
    },
    async throttle(uploadThroughput) {
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      const others = { offline: false, latency: 0, downloadThroughput: -1 };
      await session.send('Network.emulateNetworkConditions', { ...others, uploadThroughput });
    },
  };
  return { stage, close: () => context.close() };
}
