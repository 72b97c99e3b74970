import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { developmentSettings } from '../../dev/oss/development-settings';
import { startLocalOss } from '../../dev/oss/server';
import { nodeWx } from '../../dev/wx/node/node-wx';
import { readImage } from '../../miniprogram/services/oss-upload/image/read-image';
import {
  type FetchedPolicy,
  fetchPolicy,
  type ImageFacts,
  type PolicyRequest,
} from '../../miniprogram/services/oss-upload/policy/fetch-policy';
import { type StoredObject, uploadImage } from '../../miniprogram/services/oss-upload/post/upload-image';
import { type OssSettings, readOssSettings } from '../../server/settings';
import { makePicture } from '../pictures/pictures';
import { type RunningBackend, type SampleBackend, startCallbackServer, startSampleBackend } from './sample-backend';

/** A phone clock that is days behind: nothing may depend on it. */
const phoneClock = () => Date.now() - 3 * 86_400_000;

/** A backend, the bucket that its policies point to, and a phone with a picture. */
export interface LocalBucket {
  backend: RunningBackend;
  oss: OssSettings;
  /** The picture on the phone. */
  picture: Buffer;
  /** Fetches a policy with the mini-program's own code. */
  fetchPolicy(request?: Partial<PolicyRequest>): Promise<FetchedPolicy>;
  /** Uploads the picture with the mini-program's own code. */
  upload(request?: Partial<PolicyRequest>): Promise<StoredObject>;
}

const ending: (() => Promise<unknown>)[] = [];

/** For `afterEach`. */
export async function endLocalBuckets(): Promise<void> {
  for (const end of ending.splice(0).reverse()) await end();
}

/** Starts the backend and the bucket on free ports, with a fresh folder. */
export async function startLocalBucket(sample: SampleBackend): Promise<LocalBucket> {
  const folder = await mkdtemp(path.join(tmpdir(), 'backends-'));
  ending.push(() => rm(folder, { recursive: true }));
  const settings = readOssSettings({
    ...developmentSettings,
    ...(sample.sts === true ? { OSS_SECURITY_TOKEN: 'token-of-this-test' } : {}),
  });
  const { url, trust, close } = await startLocalOss({ settings, dataDir: path.join(folder, 'objects') });
  ending.push(close);
  const callback = await startCallbackServer();
  ending.push(callback.close);
  trust({ callbackTo: [callback.url] });
  const oss = { ...settings, host: url };
  const backend = await startSampleBackend(sample, () => ({ oss, at: new Date(), callbackUrl: callback.url }));
  ending.push(backend.close);

  const picture = await makePicture('png');
  const file = path.join(folder, 'wx_tmp_1.jpg');
  await writeFile(file, picture);
  const wx = nodeWx();
  const ask = (request: Partial<PolicyRequest> = {}, image?: ImageFacts) =>
    fetchPolicy({ url: backend.url, ...request }, phoneClock, wx, undefined, image);
  return {
    backend,
    oss,
    picture,
    fetchPolicy: (request) => ask(request),
    upload: async (request) => {
      const policies = { get: (image: ImageFacts) => ask(request, image), discard() {} };
      return uploadImage({ id: 'name', file: await readImage(file, wx) }, { policies }, wx).result;
    },
  };
}
