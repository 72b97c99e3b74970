import { setTimeout as wait } from 'node:timers/promises';
import { createUploader } from '../../miniprogram/services/oss-upload/index';
import { fetchPolicy, formFields, type WxApi } from '../../miniprogram/services/oss-upload/inspect';
import { LIMITS } from '../../miniprogram/services/oss-upload/wx/limits';
import { benchWx } from './bench-wx';
import { type Client, fewAtATime, type Picture } from './client';

/** How long the picker is open, in milliseconds: a user is not faster. */
const PICKING = 1000;

/** This project's uploader with its defaults. It asks for a policy while the picker is open. */
export const uploadWithOurs: Client = async ({ pictures, serviceUrl, dir, picked }) => {
  const plain = benchWx(dir);
  const uploader = createUploader({
    policy: { url: `${serviceUrl}/policy` },
    wx: {
      ...plain,
      async chooseImage({ success }) {
        await wait(PICKING);
        picked();
        success?.({ tempFilePaths: pictures.map(({ path }) => path), tempFiles: [...pictures] });
      },
    },
  });
  await uploader.pick();
  await uploader.finished();
  uploader.close();
};

/** Like the official guide's sample: one file at a time, each with a policy of its own. */
export const uploadLikeSample: Client = async ({ pictures, serviceUrl, dir, picked }) => {
  const wx = benchWx(dir);
  picked();
  await fewAtATime(pictures, 1, (picture) => uploadWithOwnPolicy(picture, `${serviceUrl}/policy`, wx));
};

async function uploadWithOwnPolicy({ id, path }: Picture, policyUrl: string, wx: WxApi): Promise<void> {
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
