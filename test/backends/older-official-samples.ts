/**
 * The samples of Alibaba's older pages on direct upload, one per language: V1, at the root of the server.
 * Source: https://help.aliyun.com/zh/oss/use-cases/overview-20
 */
import type { Asked, SampleBackend } from './sample-backend';
import { callbackField, expiresAt, signedV1, type WriteJson } from './signing';

const DIR = 'user-dir-prefix/';

const seconds = (asked: Asked) => Math.floor(expiresAt(asked).getTime() / 1000);
const conditions = [
  ['content-length-range', 0, 1_048_576_000],
  ['starts-with', '$key', DIR],
];

/** PHP escapes slashes. */
const phpJson: WriteJson = (value) => JSON.stringify(value).replaceAll('/', '\\/');
/** Python puts a space after commas and colons. */
const pythonJson: WriteJson = (value) => JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');

function fields(asked: Asked, write?: WriteJson) {
  const { policy, signature } = signedV1(asked, conditions, write);
  return { accessid: asked.oss.accessKeyId, host: asked.oss.host, policy, signature, dir: DIR };
}

const shared = { route: '/', stores: DIR } as const;

export const olderOfficialSamples: readonly SampleBackend[] = [
  {
    ...shared,
    name: 'Java: expire as text',
    contentType: 'text/html;charset=ISO-8859-1',
    answer: (asked) => JSON.stringify({ ...fields(asked), expire: String(seconds(asked)) }),
  },
  {
    ...shared,
    name: 'Java with a callback',
    contentType: 'text/html;charset=ISO-8859-1',
    callback: true,
    answer: (asked) => ({ ...fields(asked), expire: String(seconds(asked)), callback: callbackField(asked) }),
  },
  {
    ...shared,
    name: 'PHP: escaped slashes, in the policy too',
    contentType: 'text/html; charset=UTF-8',
    callback: true,
    answer: (asked) => phpJson({ ...fields(asked, phpJson), expire: seconds(asked), callback: callbackField(asked) }),
  },
  {
    ...shared,
    name: 'Python: white space between',
    contentType: 'text/html; charset=UTF-8',
    callback: true,
    answer: (asked) =>
      pythonJson({ ...fields(asked, pythonJson), expire: seconds(asked), callback: callbackField(asked) }),
  },
  {
    ...shared,
    name: 'Go: plain text',
    contentType: 'text/plain; charset=utf-8',
    callback: true,
    answer: (asked) => JSON.stringify({ ...fields(asked), expire: seconds(asked), callback: callbackField(asked) }),
  },
  {
    ...shared,
    name: 'Ruby: HTML with a line break at its end',
    contentType: 'text/html;charset=utf-8',
    callback: true,
    answer: (asked) =>
      `${JSON.stringify({ ...fields(asked), expire: seconds(asked), callback: callbackField(asked) })}\n`,
  },
  {
    ...shared,
    name: '.NET: an empty callback',
    contentType: 'text/html',
    answer: (asked) => JSON.stringify({ ...fields(asked), expire: seconds(asked), callback: '' }),
  },
];
