import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../../dev/cloud/local-cloud';
import { nodeWx } from '../../../dev/wx/node/node-wx';
import { readImage } from '../../../miniprogram/services/oss-upload/image/read-image';
import { createPolicySource, fetchPolicy, uploadImage } from '../../../miniprogram/services/oss-upload/steps';
import { makePicture } from '../../pictures/pictures';

let folder: string;
let cloud: LocalCloud | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'callback-journey-'));
});
afterEach(async () => {
  await cloud?.close();
  cloud = undefined;
  await rm(folder, { recursive: true });
});

/** Uploads a picture with the mini-program's own code. @returns the stored object and the picture */
async function upload(options: Partial<LocalCloudOptions>) {
  cloud = await startLocalCloud({ dataDir: path.join(folder, 'oss'), ...options });
  const { policyUrl } = cloud;
  const file = path.join(folder, 'tmp_1');
  const picture = await makePicture('png');
  await writeFile(file, picture);

  const wx = nodeWx();
  const policies = createPolicySource({ fetch: () => fetchPolicy({ url: policyUrl }, Date.now, wx), now: Date.now });
  const stored = await uploadImage({ id: 'a', file: await readImage(file, wx) }, { policies }, wx).result;
  return { stored, picture };
}

test.each([
  ['v4', {}],
  ['v1', { OSS_SIGNATURE_VERSION: 'v1' }],
])('%s: OSS calls the backend after an upload, and returns its answer to the caller', async (_, environment) => {
  const { stored, picture } = await upload({ callbacks: true, environment });
  expect(stored.callback).toEqual({
    name: 'answered',
    answer: {
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      bucket: 'pictures',
      key: 'uploads/a.png',
      etag: stored.etag?.replaceAll('"', ''),
      size: picture.length,
      contentType: 'image/png',
    },
  });
});

test('returns no callback answer if callbacks are off', async () => {
  expect((await upload({})).stored.callback).toEqual({ name: 'none' });
});

test('stores the picture with a warning if OSS cannot reach the backend', async () => {
  // Port 1 of the loopback: nothing listens there.
  const environment = { OSS_CALLBACK_URL: 'http://127.0.0.1:1/oss_callback' };
  const { stored, picture } = await upload({ environment });
  expect(stored.callback).toMatchObject({
    name: 'failed',
    error: { code: 'callback-failed', details: { status: 203, ossCode: 'CallbackFailed', ec: '0007-00000203' } },
  });
  const response = await fetch(`${stored.url}`);
  expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true);
});

test("with KEY=exact an uploader asks for each picture's key, and every report is taken", async () => {
  cloud = await startLocalCloud({ dataDir: path.join(folder, 'oss'), callbacks: true, environment: { KEY: 'exact' } });
  for (const seed of [1, 2, 3]) await writeFile(path.join(folder, `tmp_${seed}`), await makePicture('png', { seed }));
  const wx = nodeWx();
  const policies = createPolicySource({
    fetch: () => fetchPolicy({ url: cloud?.policyUrl ?? '' }, Date.now, wx),
    now: Date.now,
  });
  const uploads = [1, 2, 3].map(async (seed) => {
    const image = { id: `image-${seed}`, file: await readImage(path.join(folder, `tmp_${seed}`), wx) };
    return uploadImage(image, { policies }, wx).result;
  });
  const stored = await Promise.all(uploads);
  expect(new Set(stored.map(({ key }) => key)).size).toBe(3);
  for (const { key, callback } of stored) {
    expect(key).toMatch(/^uploads\/[0-9a-f]{32}$/);
    expect(callback).toMatchObject({ name: 'answered', answer: { key } });
  }
});
