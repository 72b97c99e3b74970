/**
 * The samples of Alibaba's newer pages, one per language: V4 with STS.
 * Source: https://help.aliyun.com/zh/oss/user-guide/form-upload
 */
import { V4_ALGORITHM } from '../../server/signature';
import type { Asked, SampleBackend } from './sample-backend';
import { callbackField, signedV4 } from './signing';

const DIR = 'user-dir/';

const conditions = [
  ['content-length-range', 1, 10 * 1024 * 1024],
  ['eq', '$success_action_status', '200'],
  ['starts-with', '$key', DIR],
];

function fields(asked: Asked) {
  const { policy, credential, date, signature } = signedV4(asked, conditions);
  return {
    policy,
    x_oss_credential: credential,
    x_oss_date: date,
    signature,
    security_token: asked.oss.securityToken,
    host: asked.oss.host,
    dir: DIR,
  };
}

const shared = { route: '/get_post_signature_for_oss_upload', sts: true, stores: DIR } as const;

export const newerOfficialSamples: readonly SampleBackend[] = [
  {
    ...shared,
    name: 'Java: "version", with a callback',
    callback: true,
    answer: (asked) => ({ ...fields(asked), version: V4_ALGORITHM, callback: callbackField(asked) }),
  },
  {
    ...shared,
    name: 'Java, a copy with backticks in it',
    answer: (asked) => ({ ...fields(asked), '`version`': `\`${V4_ALGORITHM}\``, host: ` \`${asked.oss.host}\`` }),
  },
  {
    ...shared,
    name: 'Python: an empty callback',
    answer: (asked) => ({ ...fields(asked), x_oss_signature_version: V4_ALGORITHM, callback: '' }),
  },
  {
    ...shared,
    name: 'Go, with a callback, called plain text',
    contentType: 'text/plain; charset=utf-8',
    callback: true,
    answer: (asked) => ({
      ...fields(asked),
      x_oss_signature_version: V4_ALGORITHM,
      callback: callbackField(asked),
    }),
  },
  {
    ...shared,
    name: 'PHP: escaped slashes',
    contentType: 'text/html; charset=UTF-8',
    answer: (asked) =>
      JSON.stringify({ ...fields(asked), x_oss_signature_version: V4_ALGORITHM }).replaceAll('/', '\\/'),
  },
  {
    ...shared,
    name: 'Node: no version at all',
    answer: fields,
  },
];

/**
 * The guide to mini-programs dates the credential ten minutes ahead, and returns neither host nor dir.
 * Source: https://help.aliyun.com/zh/oss/use-cases/use-wechat-mini-programs-to-upload-objects
 */
function wechatGuideAnswer(asked: Asked) {
  const ahead = new Date(asked.at.getTime() + 600_000);
  const { policy, credential, date, signature } = signedV4(asked, [], ahead);
  return {
    policy,
    x_oss_signature_version: V4_ALGORITHM,
    x_oss_credential: credential,
    x_oss_date: date,
    signature,
    ...(asked.oss.securityToken === undefined ? {} : { security_token: asked.oss.securityToken }),
  };
}

const wechatGuide = { route: '/generate_signature', answer: wechatGuideAnswer } as const;

export const wechatGuideSamples: readonly SampleBackend[] = [
  { ...wechatGuide, name: 'with STS', sts: true, defaults: ({ host }) => ({ host, dir: 'album/' }), stores: 'album/' },
  { ...wechatGuide, name: 'without STS, no dir', defaults: ({ host }) => ({ host }), stores: '' },
];
