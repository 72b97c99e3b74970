import { uploadWithTus, uploadWithUppy } from './browser-clients';
import type { Client } from './client';
import { uploadWithCos } from './cos';
import { uploadLikeSample, uploadWithOurs } from './wechat-clients';

export interface NamedClient {
  /** As people read it. */
  title: string;
  upload: Client;
}

/** All that are compared, by the name that a load gives. */
export const CLIENTS: Readonly<Record<string, NamedClient>> = {
  ours: { title: 'this project', upload: uploadWithOurs },
  cos: { title: 'cos-wx-sdk-v5', upload: uploadWithCos() },
  'cos-10': { title: 'cos-wx-sdk-v5, 10 at once', upload: uploadWithCos({ FileParallelLimit: 10 }) },
  'cos-post': { title: 'cos-wx-sdk-v5, by postObject', upload: uploadWithCos({ SliceSize: 1024 ** 3 }) },
  uppy: { title: '@uppy/xhr-upload', upload: uploadWithUppy },
  tus: { title: 'tus-js-client', upload: uploadWithTus },
  sample: { title: "the guide's sample", upload: uploadLikeSample },
};
