import { benchWx } from './bench-wx';
import type { Client } from './client';
import { cosWx } from './cos-wx';
import { requirePeer } from './peers';

/** As much of cos-wx-sdk-v5 as is used here. https://cloud.tencent.com/document/product/436/31953 */
interface Cos {
  uploadFiles(
    options: { files: { Bucket: string; Region: string; Key: string; FilePath: string }[]; SliceSize?: number },
    done: (error: unknown, result: { files: { error?: unknown }[] }) => void,
  ): void;
}
type CosClass = new (options: {
  Domain: string;
  FileParallelLimit?: number;
  getAuthorization(options: unknown, answer: (credentials: unknown) => void): void;
}) => Cos;

export interface CosSettings {
  /** Default: the SDK's, 3. */
  FileParallelLimit?: number;
  /** In bytes: larger files go up in slices. Default: the SDK's, 1 MiB. */
  SliceSize?: number;
}

/** The real SDK of Tencent's COS, whose credentials it asks for once, with the first picture. */
export const uploadWithCos =
  ({ FileParallelLimit, SliceSize }: CosSettings = {}): Client =>
  async ({ pictures, serviceUrl, objectsUrl, dir, picked }) => {
    const wx = cosWx(benchWx(dir));
    // The SDK takes `wx` when it is loaded, and reads `window`, which is undefined in a mini-program.
    Object.assign(globalThis, { wx, window: undefined });
    const SDK = requirePeer('cos-wx-sdk-v5') as CosClass; // its export; it comes without types
    const cos = new SDK({
      Domain: objectsUrl,
      ...(FileParallelLimit === undefined ? {} : { FileParallelLimit }),
      getAuthorization(_, answer) {
        wx.request({
          url: `${serviceUrl}/sts`,
          method: 'GET',
          success: ({ data }) => answer(JSON.parse(String(data))),
        });
      },
    });
    const files = pictures.map(({ id, path }) => ({
      Bucket: 'b-1250000000',
      Region: 'ap-guangzhou',
      Key: `${id}.jpg`,
      FilePath: path,
    }));
    picked();
    await new Promise<void>((resolve, reject) => {
      cos.uploadFiles({ files, ...(SliceSize === undefined ? {} : { SliceSize }) }, (error, result) => {
        const failed = error ?? result.files.find((file) => file.error)?.error;
        if (failed) reject(new Error(`cos-wx-sdk-v5 failed: ${JSON.stringify(failed)}`));
        else resolve();
      });
    });
  };
