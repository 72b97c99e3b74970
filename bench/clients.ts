import type { PickedImage } from '../miniprogram/services/oss-upload/index';
import { createUploader } from '../miniprogram/services/oss-upload/index';
import { fetchPolicy, formFields, type WxApi } from '../miniprogram/services/oss-upload/inspect';
import { LIMITS } from '../miniprogram/services/oss-upload/wx/limits';

/** Uploads images. Resolves once all are stored, rejects if one fails. */
export type Client = (images: readonly PickedImage[], policyUrl: string, wx: WxApi) => Promise<void>;

/** Uploads with this project's uploader. @param parallel number of concurrent uploads */
export const ours =
  (parallel: number): Client =>
  async (images, policyUrl, wx) => {
    const uploader = createUploader({
      policy: { url: policyUrl },
      parallel,
      wx,
      onChange: ({ state }) => {
        if ('error' in state && state.error) throw state.error;
      },
    });
    await uploader.add(images);
    await uploader.finished();
    uploader.close();
  };

/** Uploads like the official guide's sample: one file at a time, each with its own policy. */
export const sample: Client = async (images, policyUrl, wx) => {
  for (const image of images) await uploadWithOwnPolicy(image, policyUrl, wx);
};

/** Uploads like cos-wx-sdk-v5 by default: three at a time, each with its own credential. */
export const threeAtOnce: Client = async (images, policyUrl, wx) => {
  const waiting = [...images];
  const work = async () => {
    for (let image = waiting.shift(); image; image = waiting.shift()) await uploadWithOwnPolicy(image, policyUrl, wx);
  };
  await Promise.all([work(), work(), work()]);
};

async function uploadWithOwnPolicy({ id, path }: PickedImage, policyUrl: string, wx: WxApi): Promise<void> {
  const policy = await fetchPolicy({ url: policyUrl }, Date.now, wx);
  const prefix = policy.key.mode === 'prefix' ? policy.key.prefix : '';
  const formData = formFields(policy, { key: `${prefix}${id}.jpg`, contentType: 'image/jpeg' });
  await new Promise<void>((resolve, reject) => {
    wx.uploadFile({
      url: policy.host,
      filePath: path,
      name: 'file',
      formData,
      timeout: LIMITS.networkTimeout,
      success: ({ statusCode, data }) => (statusCode === 200 ? resolve() : reject(new Error(`${statusCode} ${data}`))),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    });
  });
}
