import OSS from 'ali-oss';
import fc from 'fast-check';
import type { OssSettings } from '../../../server/settings';
import { signV1, signV4, V4_ALGORITHM, v4Credential, v4Date } from '../../../server/signature';
import { encodePolicy, postParts, toParts } from './post-form';
import { endRunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

const now = new Date('2026-01-31T12:00:00Z');
const scope = { day: '20260131', region: 'cn-hangzhou' };
const expiration = '2026-01-31T12:10:00.000Z';

const sdkFor = ({ accessKeyId, accessKeySecret, bucket, region }: OssSettings) =>
  new OSS({ accessKeyId, accessKeySecret, bucket, region: `oss-${region}` });

/** A key prefix, a range and a few metadata: texts of any kind, quotes, emoji and backslashes included. */
const conditions = fc
  .record({
    prefix: fc.string({ unit: 'grapheme', maxLength: 20 }),
    max: fc.integer({ min: 100, max: 2 ** 40 }),
    meta: fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 3 }),
  })
  .map(({ prefix, max, meta }) => [
    ['starts-with', '$key', prefix],
    ['content-length-range', 0, max],
    ...meta.map((value) => ['not-in', '$x-oss-meta-other', [`x${value}`]]),
  ]);

/** Without white space, which the SDK cuts off. */
const secrets = fc.stringMatching(/^[!-~]{1,40}$/);

test('V1: ours is the signature of ali-oss, for any policy and secret', () => {
  fc.assert(
    fc.property(conditions, secrets, (generated, accessKeySecret) => {
      const sdk = new OSS({ accessKeyId: 'id', accessKeySecret, bucket: 'pictures', region: 'oss-cn-hangzhou' });
      const { Signature, policy } = sdk.calculatePostSignature({ expiration, conditions: generated });
      expect(signV1(accessKeySecret, policy)).toBe(Signature);
    }),
  );
});

test('V4: ours is the signature of ali-oss, for any policy, secret and day', () => {
  const day = fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(conditions, secrets, day, (generated, accessKeySecret, date) => {
      const sdk = new OSS({ accessKeyId: 'id', accessKeySecret, bucket: 'pictures', region: 'oss-cn-hangzhou' });
      const policy = { expiration, conditions: generated };
      const ours = signV4(accessKeySecret, { ...scope, day: v4Date(date).slice(0, 8) }, encodePolicy(policy));
      expect(ours).toBe(sdk.signPostObjectPolicyV4(policy, date));
    }),
  );
});

test('the local OSS accepts what ali-oss signs with V1', async () => {
  const oss = await runOss({ now: () => now });
  await fc.assert(
    fc.asyncProperty(conditions, async (generated) => {
      const signed = sdkFor(oss.settings).calculatePostSignature({ expiration, conditions: generated });
      expect((await postParts(oss.url, toParts({ key: keyFor(generated), ...signed }))).status).toBe(204);
    }),
    { numRuns: 25 },
  );
});

test('the local OSS accepts what ali-oss signs with V4', async () => {
  const oss = await runOss({ now: () => now });
  const stated = {
    'x-oss-signature-version': V4_ALGORITHM,
    'x-oss-credential': v4Credential(oss.settings.accessKeyId, scope),
    'x-oss-date': v4Date(now),
  };
  await fc.assert(
    fc.asyncProperty(conditions, async (generated) => {
      const named = Object.entries(stated).map(([name, value]) => ({ [name]: value }));
      const policy = { expiration, conditions: [{ bucket: oss.settings.bucket }, ...named, ...generated] };
      const signature = sdkFor(oss.settings).signPostObjectPolicyV4(policy, now);
      const fields = { ...stated, policy: encodePolicy(policy), 'x-oss-signature': signature };
      expect((await postParts(oss.url, toParts({ key: keyFor(generated), ...fields }))).status).toBe(204);
    }),
    { numRuns: 25 },
  );
});

/** A key that begins as the policy wants it; where that is no beginning of a key, the test has nothing to say. */
function keyFor(generated: readonly (readonly unknown[])[]): string {
  const prefix = String(generated[0]?.[2]);
  fc.pre(!/^[/\\]/.test(prefix) && !prefix.includes('\uFFFD'));
  return `${prefix}a.png`;
}
