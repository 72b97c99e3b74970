import OSS from 'ali-oss';
import type { BucketSetting } from './plan';
import type { Administrator } from './settings';

/** Reads and writes one bucket's settings, as the XML that OSS has. */
export interface BucketApi {
  /** @returns undefined where the bucket has none */
  read(setting: BucketSetting): Promise<string | undefined>;
  write(setting: BucketSetting, xml: string): Promise<void>;
}

/** In milliseconds, for each request. */
const TIMEOUT = 20_000;

/**
 * The official SDK signs and sends. Its own calls for rules are not used: they drop whatever of a rule they do not know, and would so
 * damage rules of others.
 */
export function createBucketApi({ bucket, region, endpoint, ...key }: Administrator): BucketApi {
  const { accessKeyId, accessKeySecret, securityToken } = key;
  const client = new OSS({
    accessKeyId,
    accessKeySecret,
    ...(securityToken === undefined ? {} : { stsToken: securityToken }),
    bucket,
    region: `oss-${region}`,
    authorizationV4: true,
    secure: true,
    timeout: TIMEOUT,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  return {
    async read(setting) {
      try {
        const { data } = await client.request({
          ...client._bucketRequestParams('GET', bucket, setting),
          successStatuses: [200],
        });
        return data.toString('utf8');
      } catch (error) {
        if (isNone(error)) return undefined;
        throw explained(error, `read the bucket's ${setting}`);
      }
    },
    async write(setting, xml) {
      const params = client._bucketRequestParams('PUT', bucket, setting);
      const request = { ...params, content: xml, mime: 'xml', successStatuses: [200] };
      await client.request(request).catch((error: unknown) => {
        throw explained(error, `set the bucket's ${setting}`);
      });
    },
  };
}

function isNone(error: unknown): boolean {
  const { status, code } = Object(error);
  return status === 404 && /^NoSuch(CORS|Lifecycle|PublicAccessBlock)/.test(code);
}

/** Without what was sent, which the SDK's errors carry along. */
function explained(error: unknown, deed: string): Error {
  const { status, code, message, requestId } = Object(error);
  const about = [code ?? status, requestId && `request id ${requestId}`].filter(Boolean).join(', ');
  return new Error(`Expected OSS to let this key ${deed}, got: ${message} (${about}).`);
}
