import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { v4SigningKey } from '../../server/signature';
import { runServer } from '../server/loopback';

export const ADMINISTRATOR = {
  ADMIN_ACCESS_KEY_ID: 'administrator-id',
  ADMIN_ACCESS_KEY_SECRET: 'administrator-secret',
  OSS_BUCKET: 'pictures',
  OSS_REGION: 'cn-hangzhou',
};

export type Stored = Map<string, string>;

export interface BucketServer {
  endpoint: string;
  /** The XML of each setting, by the name of its sub-resource. Live. */
  stored: Stored;
  /** Such as `PUT cors`, in their order. */
  requests: string[];
}

const NONE = new Map([
  ['cors', 'NoSuchCORSConfiguration'],
  ['lifecycle', 'NoSuchLifecycle'],
  ['publicAccessBlock', 'NoSuchPublicAccessBlockConfiguration'],
]);

/** Plays OSS's APIs of these three settings, and refuses what is not signed by the administrator, as OSS does. */
export async function startBucketServer(stored: Stored = new Map()): Promise<BucketServer> {
  const requests: string[] = [];
  const endpoint = await runServer(async (request, response) => {
    const body = await text(request);
    const setting = [...new URL(request.url ?? '', 'http://bucket').searchParams.keys()][0] ?? '';
    requests.push(`${request.method} ${setting}`);
    const fail = (status: number, code: string) =>
      response
        .writeHead(status, { 'x-oss-request-id': '65E1A0B2' })
        .end(`<Error><Code>${code}</Code><Message>${code}.</Message></Error>`);
    if (request.headers.authorization !== expectedAuthorization(request)) return fail(403, 'SignatureDoesNotMatch');
    if (!NONE.has(setting)) return fail(400, 'InvalidArgument');
    if (request.method === 'GET') {
      const xml = stored.get(setting);
      return xml === undefined ? fail(404, NONE.get(setting) ?? '') : response.end(xml);
    }
    const digest = createHash('md5').update(body).digest('base64');
    if (request.headers['content-md5'] !== digest) return fail(400, 'InvalidDigest');
    stored.set(setting, body);
    return response.end();
  });
  return { endpoint, stored, requests };
}

/** Source: https://help.aliyun.com/zh/oss/developer-reference/recommend-to-use-signature-version-4 */
function expectedAuthorization({ method, url = '', headers }: IncomingMessage): string {
  const {
    ADMIN_ACCESS_KEY_ID: id,
    ADMIN_ACCESS_KEY_SECRET: secret,
    OSS_BUCKET: bucket,
    OSS_REGION: region,
  } = ADMINISTRATOR;
  const date = String(headers['x-oss-date']);
  const day = date.slice(0, 8);
  const scope = `${day}/${region}/oss/aliyun_v4_request`;
  const query = [...new URL(url, 'http://bucket').searchParams].map(([name, value]) =>
    value ? `${name}=${value}` : name,
  );
  const signed = Object.keys(headers).filter((name) => /^(content-type|content-md5|x-oss-.*)$/.test(name));
  const lines = signed.sort().map((name) => `${name}:${headers[name]}\n`);
  const request = [method, `/${bucket}/`, query.sort().join('&'), lines.join(''), '', 'UNSIGNED-PAYLOAD'].join('\n');
  const toSign = ['OSS4-HMAC-SHA256', date, scope, createHash('sha256').update(request).digest('hex')].join('\n');
  const signature = createHmac('sha256', v4SigningKey(secret, { day, region })).update(toSign).digest('hex');
  return `OSS4-HMAC-SHA256 Credential=${id}/${scope},Signature=${signature}`;
}
