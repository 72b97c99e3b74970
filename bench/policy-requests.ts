import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalCloud } from '../dev/local-cloud';
import { nodeWx } from '../dev/node-wx';
import {
  createPolicySource,
  createUploadQueue,
  fetchPolicy,
  pickImages,
  uniqueName,
  uploadImage,
} from '../miniprogram/services/oss-upload/index';
import { makePicture } from '../test/pictures/pictures';

const PICTURES = 50;

/** How many policies 50 pictures ask for. Reach: 1. */
export async function benchPolicyRequests(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-policy-'));
  const cloud = await startLocalCloud({ dataDir: path.join(folder, 'oss') });
  try {
    const picks = await Promise.all(
      Array.from({ length: PICTURES }, async (_, seed) => {
        const file = path.join(folder, `tmp_${seed}`);
        await writeFile(file, await makePicture('jpeg', { seed }));
        return file;
      }),
    );
    let requests = 0;
    const api = nodeWx([picks], (url) => {
      if (url === cloud.policyUrl) requests++;
      return url;
    });
    const now = () => Date.now();
    const createName = () => uniqueName(now(), Math.random);
    const policies = createPolicySource(() => fetchPolicy({ url: cloud.policyUrl }, now, api), now);
    const images = await pickImages({ createId: createName }, api);

    const begun = performance.now();
    await new Promise<void>((resolve, reject) => {
      let stored = 0;
      const queue = createUploadQueue({
        upload: (image, onProgress) => uploadImage(image, { policies, createName, onProgress }, api),
        onChange: (_, state) => {
          if (state.name === 'failed') reject(state.error);
          if (state.name === 'stored' && ++stored === PICTURES) resolve();
        },
      });
      queue.add(images);
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(2);
    print(`${PICTURES} pictures in ${seconds} s with ${requests} policy request(s) (reach: 1)`);
  } finally {
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }
}
