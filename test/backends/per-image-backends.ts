/** Backends that answer the key of the object beside a policy that allows more, and the names they use for the rest. */
import { V4_ALGORITHM } from '../../server/signature';
import type { Asked, SampleBackend } from './sample-backend';
import { signedV1, signedV4 } from './signing';

const KEY = 'albums/7/cover.png';
const conditions = [['starts-with', '$key', 'albums/7/']];

function v4(asked: Asked) {
  const { policy, credential, date, signature } = signedV4(asked, conditions);
  return {
    policy,
    'x-oss-signature-version': V4_ALGORITHM,
    'x-oss-credential': credential,
    'x-oss-date': date,
    'x-oss-signature': signature,
  };
}

function v1(asked: Asked) {
  const { policy, signature } = signedV1(asked, conditions);
  return { encodedPolicy: policy, postSignature: signature, access_key: asked.oss.accessKeyId };
}

const shared = { route: '/sign', stores: KEY } as const;

export const perImageBackends: readonly SampleBackend[] = [
  { ...shared, name: 'key and endpoint', answer: (asked) => ({ ...v1(asked), key: KEY, endpoint: asked.oss.host }) },
  {
    ...shared,
    name: '{url, fields}, with the key among the fields',
    answer: (asked) => ({ url: asked.oss.host, fields: { ...v4(asked), key: KEY } }),
  },
  {
    ...shared,
    name: 'upload_url and object.key',
    answer: (asked) => ({ code: 0, data: { ...v4(asked), upload_url: asked.oss.host, object: { key: KEY, id: 7 } } }),
  },
  {
    ...shared,
    name: 'ossHost and oss_key',
    answer: (asked) => ({ ...v4(asked), oss_key: KEY, ossHost: asked.oss.host }),
  },
  {
    ...shared,
    name: 'bucketHost, fileKey, access_key, encodedPolicy and postSignature',
    answer: (asked) => ({ data: { ...v1(asked), fileKey: KEY, bucketHost: asked.oss.host } }),
  },
  { ...shared, name: 'domain', answer: (asked) => ({ ...v1(asked), key: KEY, domain: asked.oss.host }) },
  {
    ...shared,
    name: 'the key as a sample for forms, with the file name left to OSS',
    stores: 'albums/7/',
    answer: (asked) => ({ ...v4(asked), key: `albums/7/${'$'}{filename}`, host: asked.oss.host }),
  },
  {
    ...shared,
    name: 'a prefix named key',
    stores: 'albums/7/',
    answer: (asked) => ({ ...v4(asked), key: 'albums/7/', host: asked.oss.host }),
  },
  {
    ...shared,
    name: 'the id of the access key named key',
    stores: 'albums/7/',
    answer: (asked) => ({ ...v1(asked), key: 'LTAI5tSampleOfAnId', host: asked.oss.host }),
  },
  {
    ...shared,
    name: 'an empty callback, and one without a URL',
    answer: (asked) => ({ ...v4(asked), key: KEY, host: asked.oss.host, callback: { callbackUrl: '' } }),
  },
];
