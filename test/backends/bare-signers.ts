/**
 * Samples and libraries that return little more than a signature: the ready form, or just policy and signature.
 * Sources: https://github.com/ali-sdk/ali-oss/tree/master/example, https://github.com/luozhang002/oss-sign-policy
 */
import type { Asked, SampleBackend } from './sample-backend';
import { signedV1 } from './signing';

const sizeOnly = [['content-length-range', 0, 1_048_576_000]];

function token({ oss }: Asked) {
  return oss.securityToken === undefined ? {} : { 'x-oss-security-token': oss.securityToken };
}

/** The example server of ali-oss, which returns the ready form. */
function readyForm(asked: Asked) {
  const { policy, signature } = signedV1(asked, sizeOnly);
  return {
    formData: { OSSAccessKeyId: asked.oss.accessKeyId, policy, Signature: signature, ...token(asked) },
    url: `${asked.oss.host}/`,
  };
}

/** The helper of the older guide to mini-programs. */
function olderGuide(asked: Asked) {
  const { policy, signature } = signedV1(asked, sizeOnly);
  return { OSSAccessKeyId: asked.oss.accessKeyId, policy, signature, ...token(asked) };
}

export const bareSigners: readonly SampleBackend[] = [
  { name: 'the example server of ali-oss', route: '/postObject', answer: readyForm, stores: '' },
  { name: 'the example server of ali-oss, with STS', route: '/postObject', sts: true, answer: readyForm, stores: '' },
  {
    name: 'oss-sign-policy: policy and signature',
    route: '/sign',
    answer: (asked) => signedV1(asked, sizeOnly),
    defaults: ({ host, accessKeyId }) => ({ host, accessKeyId, dir: 'wechat' }),
    stores: 'wechat/',
  },
  {
    name: 'the helper of the older guide',
    route: '/sign',
    answer: olderGuide,
    defaults: ({ host }) => ({ host }),
    stores: '',
  },
  {
    name: 'the helper of the older guide, with STS',
    route: '/sign',
    sts: true,
    answer: olderGuide,
    defaults: ({ host }) => ({ host, dir: 'wechat/' }),
    stores: 'wechat/',
  },
];
