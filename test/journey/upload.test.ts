import { once } from 'node:events';
import { mkdtemp, readdir, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../dev/cloud/local-cloud';
import { developmentSettings } from '../../dev/oss/development-settings';
import { NO_FAULTS } from '../../dev/oss/faults/faults';
import { createPhone } from '../../dev/wx/phone/phone';
import { policyUrl } from '../../miniprogram/config';
import { en } from '../../miniprogram/words/en';
import { createPolicyAnswer } from '../../server/policy';
import { readOssSettings, readServerSettings } from '../../server/settings';
import { heicPicture, makePicture, realPhotos } from '../pictures/pictures';
import { openPage, type PageDriver } from './page-driver';

interface Listed {
  key: string;
  size: number;
  contentType: string;
}

describe('the upload page, the backend and the local OSS, over the network', () => {
  let folder: string;
  let cloud: LocalCloud | undefined;
  let page: PageDriver | undefined;

  /** Messages for developers in the console. */
  let warnings: jest.SpyInstance;

  beforeEach(async () => {
    warnings = jest.spyOn(console, 'warn').mockImplementation(() => {});
    folder = await mkdtemp(path.join(tmpdir(), 'journey-'));
  });

  afterEach(async () => {
    warnings.mockRestore();
    page?.close();
    page = undefined;
    await cloud?.close();
    cloud = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  /** Starts the cloud and opens the page with scripted picks. */
  async function open(
    picks: string[][],
    options: Partial<LocalCloudOptions> = {},
    policyAddress: () => string | undefined = () => undefined,
  ) {
    const started = await startLocalCloud({ dataDir: path.join(folder, 'oss'), ...options });
    cloud = started;
    const requests: string[] = [];
    const phone = createPhone({
      dir: path.join(folder, 'phone'),
      picks,
      resolveUrl(url) {
        requests.push(url);
        return url === policyUrl('develop') ? (policyAddress() ?? started.policyUrl) : url;
      },
    });
    page = openPage(phone.start());
    return { page, phone, requests, ossUrl: started.ossUrl };
  }

  async function fileOf(name: string, bytes: Uint8Array): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return file;
  }

  async function listObjects(ossUrl: string): Promise<Listed[]> {
    const response = await fetch(`${ossUrl}/?list-type=json`);
    return (await response.json()) as Listed[]; // the local OSS's own list
  }

  const allDone = ({ tiles }: PageDriver) =>
    tiles().length > 0 && tiles().every(({ look }) => look === 'stored' || look === 'failed');

  test.each([
    ['v4', {}],
    ['v4 with a security token', { OSS_SECURITY_TOKEN: 'token-of-this-test' }],
    ['v1', { OSS_SIGNATURE_VERSION: 'v1' }],
    ['v1 with a security token', { OSS_SIGNATURE_VERSION: 'v1', OSS_SECURITY_TOKEN: 'token-of-this-test' }],
  ])('stores exactly the picked bytes, signed %s', async (_, environment) => {
    const pictures = await Promise.all(
      (['jpeg', 'png', 'gif', 'webp', 'avif'] as const).map(async (format, seed) => ({
        bytes: await makePicture(format, { seed }),
        contentType: `image/${format}`,
      })),
    );
    const files = await Promise.all(pictures.map(({ bytes }, index) => fileOf(`tmp_${index}`, bytes)));
    const { page, ossUrl } = await open([files], { environment });

    page.call('pick');
    await page.until(allDone);

    expect(page.tiles().map(({ look }) => look)).toEqual(pictures.map(() => 'stored'));
    expect(page.data.head.title).toBe('All 5 uploaded');
    for (const [index, { bytes, contentType }] of pictures.entries()) {
      const response = await fetch(page.data.value[index]?.url ?? '');
      expect(response.headers.get('content-type')).toBe(contentType);
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    }
    expect(await listObjects(ossUrl)).toHaveLength(5);
  });

  test('uploads real photos, if there are any', async () => {
    const photos = realPhotos().filter(({ name }) => name !== 'not-a-picture.webp');
    const all = [...photos, { name: 'picture.heic', bytes: heicPicture() }];
    const files = await Promise.all(all.map(({ bytes }, index) => fileOf(`tmp_${index}`, bytes)));
    const { page } = await open([files.slice(0, 9), files.slice(9)]);

    await page.call('pick');
    await page.call('pick');
    await page.until(allDone);

    expect(page.tiles().map(({ look }) => look)).toEqual(all.map(() => 'stored'));
    for (const [index, { bytes }] of all.entries()) {
      const response = await fetch(page.data.value[index]?.url ?? '');
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    }
  });

  test('uploads fifty pictures from several picks with one policy, each under its own key', async () => {
    const files = await Promise.all(
      Array.from({ length: 50 }, async (_, seed) => fileOf(`tmp_${seed}`, await makePicture('png', { seed }))),
    );
    const picks = Array.from({ length: 6 }, (_, pick) => files.slice(pick * 9, pick * 9 + 9));
    const { page, requests, ossUrl } = await open([...picks]);

    for (const _ of picks) {
      const before = page.tiles().length;
      page.call('pick');
      await page.until(({ tiles }) => tiles().length > before);
    }
    await page.until(allDone);

    expect(page.data.head.title).toBe('All 50 uploaded');
    expect(requests.filter((url) => url === policyUrl('develop'))).toHaveLength(1);
    const objects = await listObjects(ossUrl);
    expect(new Set(objects.map(({ key }) => key)).size).toBe(50);
    expect(objects.every(({ key }) => /^uploads\/[0-9a-z]{20,}\.png$/.test(key))).toBe(true);
  });

  test('shows why a bad file fails, and uploads the others', async () => {
    const picture = await makePicture('jpeg', { seed: 1 });
    const good = await fileOf('tmp_good', picture);
    const empty = await fileOf('tmp_empty', picture);
    const gone = await fileOf('tmp_gone', picture);
    const other = await fileOf('tmp_other.jpg', Buffer.from('{"not": "a picture"}'));
    const large = await fileOf('tmp_large', Buffer.concat([picture, Buffer.alloc(64 * 1024)]));
    const alsoGood = await fileOf('tmp_also_good', await makePicture('webp', { seed: 2 }));
    await truncate(empty, 0);
    await unlink(gone);
    const { page, ossUrl } = await open([[good, empty, gone, other, large, alsoGood]], {
      environment: { OSS_MAX_SIZE: '65536' },
    });

    page.call('pick');
    await page.until(allDone);

    expect(page.tiles().map(({ look, text }) => [look, text])).toEqual([
      ['stored', 'Uploaded'],
      ['failed', 'Empty'],
      ['failed', 'Gone'],
      ['failed', 'No picture'],
      ['failed', 'Too large'],
      ['stored', 'Uploaded'],
    ]);
    expect(page.data.banners.map(({ text }) => text)).toEqual([
      expect.stringContaining(en.errors['file-empty']),
      expect.stringContaining(en.errors['file-missing']),
      expect.stringContaining(en.errors['not-an-image']),
      expect.stringMatching(/^Picture 5 \(\d+ KB\): The picture is too large: 64 KB at most\.$/),
    ]);
    expect(await listObjects(ossUrl)).toHaveLength(2);
    expect(warnings.mock.calls.map(([message]) => message)).toContainEqual(expect.stringContaining('got 0 bytes'));
  });

  test('shows that two policies in a row have expired; a manual retry fetches another', async () => {
    const file = await fileOf('tmp_1', await makePicture('png', { seed: 1 }));
    const { limits } = readServerSettings(developmentSettings);
    const oss = readOssSettings(developmentSettings);
    const stale = createServer((_, response) => {
      const answer = createPolicyAnswer({ ...oss, host: cloud?.ossUrl ?? '' }, limits, new Date(Date.now() - 700_000));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    });
    await once(stale.listen(0, '127.0.0.1'), 'listening');
    const { port } = stale.address() as AddressInfo; // it listens on TCP
    let policyAddress: string | undefined = `http://127.0.0.1:${port}/`;
    const { page } = await open([[file]], { environment: developmentSettings }, () => policyAddress);

    page.call('pick');
    await page.until(allDone);
    expect(page.data.banners[0]?.text).toContain(en.errors['policy-expired']);

    policyAddress = undefined;
    page.call('retryAll');
    await page.until(({ tiles }) => tiles()[0]?.look === 'stored');
    stale.close();
  });

  test('shows retries while the backend is down, and stores all pictures once it is back', async () => {
    const files = await Promise.all(
      [1, 2].map(async (seed) => fileOf(`tmp_${seed}`, await makePicture('png', { seed }))),
    );
    // Port 1 of the loopback: nothing listens there.
    let policyAddress: string | undefined = 'http://127.0.0.1:1/';
    const { page, ossUrl } = await open([files], {}, () => policyAddress);

    page.call('pick');
    await page.until(({ tiles }) => tiles().length === 2 && tiles().every(({ look }) => look === 'retrying'));

    policyAddress = undefined;
    await page.until(allDone);
    expect(page.tiles().map(({ look }) => look)).toEqual(['stored', 'stored']);
    expect(await listObjects(ossUrl)).toHaveLength(2);
  });

  test('resumes interrupted uploads after the mini-program is killed and restarted', async () => {
    const files = await Promise.all(
      [1, 2, 3, 4, 5].map(async (seed) => fileOf(`tmp_${seed}`, await makePicture('jpeg', { seed }))),
    );
    // The first uploads never get an answer, whether they are stored or not.
    const faults = { ...NO_FAULTS, rates: { 'silence-after': 1 } };
    const { page: before, phone } = await open([files], { oss: { faults } });
    before.call('pick');
    await before.until(({ tiles }) => tiles().filter(({ look }) => look === 'processing').length === 5);
    phone.kill();
    before.close(); // clears its timers; the killed phone ignores everything else
    await cloud?.close();

    cloud = await startLocalCloud({ dataDir: path.join(folder, 'oss') });
    const { ossUrl, policyUrl: policies } = cloud;
    const later = createPhone({
      dir: path.join(folder, 'phone'),
      resolveUrl: (url) => (url === policyUrl('develop') ? policies : url),
    });
    page = openPage(later.start());
    await page.until(({ tiles }) => tiles().length === 5 && tiles().every(({ look }) => look === 'stored'));
    expect(await listObjects(ossUrl)).toHaveLength(5);
    expect(await readdir(path.join(folder, 'phone', 'usr', 'oss-upload', '-default', '-'))).toEqual([]);
  });

  test('uploads a picture that is picked twice once, and says so', async () => {
    const file = await fileOf('tmp_1', await makePicture('png', { seed: 1 }));
    const { page, ossUrl } = await open([[file, file]]);
    page.call('pick');
    await page.until((now) => now.data.notice.text !== '' && allDone(now));
    expect(page.data.notice.text).toMatch(/^(Trying 1 picture again|1 picture is in the list already)\.$/);
    await page.until(({ tiles }) => tiles().length === 1);
    expect(page.tiles().map(({ name }) => name)).toEqual(['Picture 1']);
    expect(await listObjects(ossUrl)).toHaveLength(1);
  });
});
