/** Common bugs of backends, and policies with unusual conditions. A client must handle all of them. */
import type { Asked, SampleBackend } from './sample-backend';
import { callbackField, expiresAt, signedV1, signedV4 } from './signing';

const DIR = 'uploads/';
const prefix = ['starts-with', '$key', DIR];
const sizeOnly = ['content-length-range', 0, 1_048_576_000];

/** A V1 answer with additional fields. */
function v1(asked: Asked, conditions: unknown[], beside: object = {}) {
  const { accessKeyId, host } = asked.oss;
  return { accessid: accessKeyId, ...signedV1(asked, conditions), host, dir: DIR, ...beside };
}

const shared = { route: '/', stores: DIR } as const;

export const faultyBackends: readonly SampleBackend[] = [
  {
    ...shared,
    name: 'null, undefined and empty values',
    answer: (asked) =>
      v1(asked, [prefix], { callback: null, security_token: 'undefined', x_oss_date: '', expire: null, message: null }),
  },
  { ...shared, name: 'an empty callback', answer: (asked) => v1(asked, [prefix], { callback: '' }) },
  {
    ...shared,
    name: 'slashes behind the host',
    answer: (asked) => v1(asked, [prefix], { host: `${asked.oss.host}//` }),
  },
  { ...shared, name: 'a slash before the dir', answer: (asked) => v1(asked, [sizeOnly], { dir: `/${DIR}` }) },
  { ...shared, name: 'no slash behind the dir', answer: (asked) => v1(asked, [sizeOnly], { dir: 'uploads' }) },
  { ...shared, name: 'no starts-with', answer: (asked) => v1(asked, [{ bucket: asked.oss.bucket }]) },
  { ...shared, name: 'a dir that the policy does not allow', answer: (asked) => v1(asked, [prefix], { dir: 'old/' }) },
  { ...shared, name: 'no dir beside the policy', answer: (asked) => v1(asked, [prefix], { dir: undefined }) },
  {
    ...shared,
    name: 'expire in seconds from now',
    answer: (asked) => v1(asked, [prefix], { expire: 600 }),
  },
  {
    ...shared,
    name: 'expire as ISO text',
    answer: (asked) => v1(asked, [prefix], { expire: expiresAt(asked).toISOString() }),
  },
  { ...shared, name: 'expire long ago', answer: (asked) => v1(asked, [prefix], { expire: 1_000_000_000 }) },
  {
    ...shared,
    name: 'a policy with `\\$`, which JSON does not know',
    answer: (asked) => {
      const write = (document: object) => JSON.stringify(document).replace('"$key"', '"\\$key"');
      return { ...v1(asked, []), ...signedV1(asked, [prefix], write) };
    },
  },
  {
    ...shared,
    name: 'credential and date of another moment beside a V4 policy',
    answer: (asked) => {
      const { policy, signature } = signedV4(asked, [prefix]);
      return { policy, signature, x_oss_credential: 'c', x_oss_date: 'd', host: asked.oss.host };
    },
  },
  {
    ...shared,
    name: 'status 201 demanded',
    answer: (asked) => v1(asked, [prefix, { success_action_status: '201' }]),
  },
  {
    ...shared,
    name: 'status 204 demanded',
    answer: (asked) => v1(asked, [prefix, ['eq', '$success_action_status', '204']]),
  },
  {
    ...shared,
    name: 'policy conditions on additional form fields',
    answer: (asked) =>
      v1(asked, [
        prefix,
        { 'x-oss-object-acl': 'default' },
        ['eq', '$Cache-Control', 'max-age=60'],
        ['in', '$x-oss-forbid-overwrite', ['true']],
        ['starts-with', '$x-oss-meta-album', 'summer'],
      ]),
  },
  {
    ...shared,
    name: 'a policy for one exact key',
    stores: 'users/42/avatar.png',
    answer: (asked) => v1(asked, [['eq', '$key', 'users/42/avatar.png']]),
  },
  {
    ...shared,
    name: 'a callback that only the policy contains',
    callback: true,
    answer: (asked) => v1(asked, [prefix, ['eq', '$callback', callbackField(asked)], { 'x:uid': '42' }]),
  },
];
