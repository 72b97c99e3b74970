/** Custom backends of teams: the same fields in other wrappers and spellings. */
import { V4_ALGORITHM } from '../../server/signature';
import type { Asked, SampleBackend } from './sample-backend';
import { callbackField, expiresAt, signedV1, signedV4 } from './signing';

const DIR = 'team/';
const conditions = [
  ['starts-with', '$key', DIR],
  ['content-length-range', 1, 20 * 1024 * 1024],
  ['in', '$content-type', ['image/jpeg', 'image/png']],
];

function v4(asked: Asked) {
  const { policy, credential, date, signature } = signedV4(asked, conditions);
  return {
    policy,
    x_oss_signature_version: V4_ALGORITHM,
    x_oss_credential: credential,
    x_oss_date: date,
    x_oss_signature: signature,
    security_token: asked.oss.securityToken ?? null,
    host: asked.oss.host,
    dir: DIR,
  };
}

function v1(asked: Asked) {
  const { policy, signature } = signedV1(asked, conditions);
  const { accessKeyId, securityToken, host } = asked.oss;
  return { access_key_id: accessKeyId, policy, signature, security_token: securityToken, host, dir: DIR };
}

/** Renames every field. */
function renamed(record: object, rename: (name: string) => string): object {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [rename(name), value]));
}
const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const kebab = (name: string) => name.replaceAll('_', '-');

const shared = { route: '/api/v2/oss/policy', stores: DIR } as const;

export const teamBackends: readonly SampleBackend[] = [
  { ...shared, name: '{code: 0, data}, V4', answer: (asked) => ({ code: 0, msg: 'success', data: v4(asked) }) },
  { ...shared, name: '{code: 200, data}, V4 with STS', sts: true, answer: (asked) => ({ code: 200, data: v4(asked) }) },
  { ...shared, name: '{code: "00000", data}, V1', answer: (asked) => ({ code: '00000', data: v1(asked) }) },
  { ...shared, name: '{code: 1, data}, V1 with STS', sts: true, answer: (asked) => ({ code: 1, data: v1(asked) }) },
  {
    ...shared,
    name: '{status: 200, data: {…}}, camel case, V4 with STS',
    sts: true,
    answer: (asked) => ({ status: 200, message: 'OK', data: renamed(v4(asked), camel) }),
  },
  {
    ...shared,
    name: '{success, result}, kebab case, V4',
    answer: (asked) => ({ success: true, result: renamed(v4(asked), kebab) }),
  },
  {
    ...shared,
    name: '{success, result}, camel case, V1',
    answer: (asked) => ({ success: 'true', result: renamed(v1(asked), camel) }),
  },
  {
    ...shared,
    name: 'POST with a token and a custom body',
    wants: { method: 'POST', header: { Authorization: 'Bearer of-the-team' }, data: { scene: 'album' } },
    answer: (asked) => ({ code: 0, data: v4(asked) }),
  },
  {
    ...shared,
    name: 'JSON as text within JSON',
    answer: (asked) => ({ ret: 0, data: JSON.stringify(v4(asked)) }),
  },
  {
    ...shared,
    name: 'JSON as text within JSON as text',
    contentType: 'text/html',
    answer: (asked) => JSON.stringify(JSON.stringify({ errno: 0, data: JSON.stringify({ oss: v1(asked) }) })),
  },
  {
    ...shared,
    name: 'a wrapper with fields of the same names',
    answer: (asked) => ({
      version: '1.0',
      host: 'api-3',
      url: '/api',
      signature: 'of all',
      data: { policy: v4(asked) },
    }),
  },
  {
    ...shared,
    name: 'capitals, a byte order mark, expire in milliseconds',
    contentType: 'text/html',
    answer: (asked) =>
      `\uFEFF${JSON.stringify({ Expire: expiresAt(asked).getTime(), ...renamed(v1(asked), (name) => name.toUpperCase()) })}`,
  },
  {
    ...shared,
    name: 'a callback with custom variables',
    callback: true,
    answer: (asked) => ({ code: 0, data: { ...v4(asked), callback: callbackField(asked), 'x:uid': 42 } }),
  },
];
