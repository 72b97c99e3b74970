import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { type LocalCloud, startLocalCloud } from '../../dev/cloud/local-cloud';
import { startPreview } from '../../dev/preview/server';
import { en } from '../../miniprogram/words/en';
import { makePicture } from '../pictures/pictures';
import { buildNpm, COMPILE_TIMEOUT, install, packPackage } from '../release/npm/install';
import { launchChromium } from './chromium';

/** Where the examples ask for a policy. */
const CONFIGURED = 'https://upload.example.com/get_post_signature_for_oss_upload';

describe('a mini-program with the npm package, in Chromium', () => {
  let scratch: string;
  let unpacked: string;
  let browser: Browser;
  let cloud: LocalCloud;
  /** The names of the files that hold the objects' bytes. */
  let stored: string[];

  beforeAll(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'npm-package-'));
    unpacked = await packPackage(scratch);
    stored = [];
    cloud = await startLocalCloud({
      dataDir: path.join(scratch, 'oss'),
      oss: { onStored: ({ content }) => stored.push(content) },
    });
    browser = await launchChromium();
  }, COMPILE_TIMEOUT);

  afterAll(async () => {
    await browser?.close();
    await cloud?.close();
    await rm(scratch, { recursive: true, force: true });
  });

  test.each([
    { example: 'javascript', button: en.pick, shown: en.allStored.one },
    { example: 'typescript', button: 'Add pictures', shown: /^stored .*\.jpg$/ },
  ])(
    'examples/$example uploads a picture',
    async ({ example, button, shown }) => {
      const project = path.join(scratch, example);
      await install(project, { example, unpacked });
      await buildNpm(project);
      const picture = path.join(scratch, 'picture.jpg');
      const bytes = await makePicture('jpeg');
      await writeFile(picture, bytes);
      stored.length = 0;
      const preview = await startPreview({
        miniprogramRoot: project,
        backend: { configured: CONFIGURED, actual: cloud.policyUrl },
      });
      try {
        cloud.trust({ origins: [new URL(preview.url).origin] });
        const page = await browser.newPage({ locale: 'en-US' });
        await page.goto(preview.url);
        const app = page.frameLocator('iframe');
        const [chooser] = await Promise.all([
          page.waitForEvent('filechooser'),
          app.getByText(button, { exact: true }).click(),
        ]);
        await chooser.setFiles(picture);
        await app.getByText(shown).first().waitFor();
        expect(stored).toHaveLength(1);
        expect(await readFile(path.join(scratch, 'oss/contents', stored[0] ?? ''))).toEqual(bytes);
      } finally {
        await preview.close();
      }
    },
    COMPILE_TIMEOUT,
  );
});
