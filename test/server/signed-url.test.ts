import OSS from 'ali-oss';
import { signedUrl } from '../../server/signed-url';
import { SAMPLE_OSS } from '../sample-policy';

const OBJECT = { key: "uploads/图 a+(1)'!*.png", at: new Date('2026-03-01T08:00:00.000Z'), seconds: 3600 };

/** What the official SDK makes of the same. */
async function sdkUrl(method: 'GET' | 'HEAD', stsToken: string | undefined, queries: object): Promise<URL> {
  const advice = jest.spyOn(console, 'warn').mockImplementation(); // about refreshing STS tokens
  jest.useFakeTimers({ now: OBJECT.at, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  try {
    const client = new OSS({
      accessKeyId: SAMPLE_OSS.accessKeyId,
      accessKeySecret: SAMPLE_OSS.accessKeySecret,
      ...(stsToken === undefined ? {} : { stsToken }),
      bucket: SAMPLE_OSS.bucket,
      region: `oss-${SAMPLE_OSS.region}`,
      authorizationV4: true,
      secure: true,
    });
    return new URL(await client.signatureUrlV4(method, OBJECT.seconds, { queries }, OBJECT.key));
  } finally {
    jest.useRealTimers();
    advice.mockRestore();
  }
}

test.each<['GET' | 'HEAD', string | undefined, Record<string, string>]>([
  ['GET', undefined, {}],
  ['HEAD', undefined, {}],
  ['GET', 'an/sts+token=', {}],
  ['GET', undefined, { 'x-oss-process': 'image/format,jpg' }],
])('signs %s as the official SDK does, with token %s and query %j', async (method, securityToken, query) => {
  const ours = new URL(signedUrl({ ...SAMPLE_OSS, securityToken }, { ...OBJECT, method, query }));
  const theirs = await sdkUrl(method, securityToken, query);
  expect(Object.fromEntries(ours.searchParams)).toEqual(Object.fromEntries(theirs.searchParams));
  expect(decodeURIComponent(ours.pathname)).toBe(decodeURIComponent(theirs.pathname));
  expect(ours.origin).toBe(SAMPLE_OSS.host);
});
