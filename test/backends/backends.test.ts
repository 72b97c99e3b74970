import { UploadError } from '../../miniprogram/services/oss-upload/errors/upload-error';
import type { FetchedPolicy } from '../../miniprogram/services/oss-upload/policy/fetch-policy';
import { bareSigners } from './bare-signers';
import { faultyBackends } from './faulty-backends';
import { endLocalBuckets, startLocalBucket } from './local-bucket';
import { newerOfficialSamples, wechatGuideSamples } from './newer-official-samples';
import { olderOfficialSamples } from './older-official-samples';
import { perImageBackends } from './per-image-backends';
import type { SampleBackend } from './sample-backend';
import { teamBackends } from './team-backends';

afterEach(endLocalBuckets);

describe.each([
  ['older official samples', olderOfficialSamples],
  ['newer official samples', newerOfficialSamples],
  ['the official guide to mini-programs', wechatGuideSamples],
  ['backends that return little more than a signature', bareSigners],
  ['custom backends', teamBackends],
  ['backends that name the object', perImageBackends],
  ['buggy backends and unusual policies', faultyBackends],
])('%s', (_, samples) => {
  test.each(samples.map((sample) => [sample.name, sample] as const))('%s', async (_name, sample) => {
    const { upload, oss, picture } = await startLocalBucket(sample);

    const stored = await upload({
      ...(sample.defaults && { defaults: sample.defaults(oss) }),
      ...(sample.wants && { parts: sample.wants }),
    });

    expect(stored.key).toBe(/\.\w+$/.test(sample.stores) ? sample.stores : `${sample.stores}name.png`);
    expect(stored.url).toBe(`${oss.host}/${stored.key}`);
    expect(stored.callback).toEqual(
      sample.callback ? { name: 'answered', answer: { Status: 'OK' } } : { name: 'none' },
    );
    const response = await fetch(`${stored.url}`);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true);
  });
});

describe('names the missing piece and the setting that supplies it', () => {
  const lacking = bareSigners.filter(({ defaults }) => defaults);

  test.each(lacking.map((sample) => [sample.name, sample] as const))('%s', async (_, sample) => {
    const { fetchPolicy, oss } = await startLocalBucket(sample);
    const all = sample.defaults?.(oss) ?? {};
    for (const setting of ['host', 'accessKeyId'] as const) {
      if (all[setting] === undefined) continue;
      const { [setting]: _left, ...defaults } = all;
      const refusal = await refusalOf(fetchPolicy({ defaults }));
      expect(refusal.code).toBe('policy-unusable');
      expect(refusal.message).toMatch(
        new RegExp(`^Expected "${setting}" in the backend's answer or as PolicyDefaults.${setting}, got \\{`),
      );
      expect(refusal.message).toMatch(/"policy":"\*\*\*","signature":"\*\*\*"/);
      expect(refusal.message).not.toMatch(/token-of-this-test|local-development/);
    }
  });

  test('derives the host of a V4 policy from its bucket and region', async () => {
    for (const sample of wechatGuideSamples) {
      const { fetchPolicy } = await startLocalBucket(sample);
      await expect(fetchPolicy()).resolves.toMatchObject({ host: 'https://pictures.oss-cn-hangzhou.aliyuncs.com' });
    }
  });
});

test('upgrades an http host of OSS, as older samples return it, to https', async () => {
  for (const sample of olderOfficialSamples) {
    const { fetchPolicy } = await startLocalBucket(
      answering(sample, (text) =>
        text.replace(/http:[\\/]+127\.0\.0\.1:\d+/, 'http://pictures.oss-cn-hangzhou.aliyuncs.com'),
      ),
    );
    await expect(fetchPolicy()).resolves.toMatchObject({ host: 'https://pictures.oss-cn-hangzhou.aliyuncs.com' });
  }
});

test.each([...olderOfficialSamples, ...newerOfficialSamples].map((sample) => [sample.name, sample] as const))(
  'uses a ten-minute policy for nine minutes even if the phone has the wrong time: %s',
  async (_, sample) => {
    const { fetchPolicy } = await startLocalBucket(sample);
    const behind = Date.now() - 3 * 86_400_000;
    expect(minutesFrom(behind, await fetchPolicy())).toBe(9);
  },
);

test('takes the expiration from the policy where the guide dates its credential ten minutes ahead', async () => {
  const [sample] = wechatGuideSamples;
  if (!sample) throw new Error('Expected a sample of the guide, got none.');
  const { fetchPolicy } = await startLocalBucket(sample);
  const behind = Date.now() - 3 * 86_400_000;
  expect(minutesFrom(behind, await fetchPolicy())).toBe(19);
});

test('reports status and body of a backend that refuses a request without its token', async () => {
  for (const sample of teamBackends.filter(({ wants }) => wants)) {
    const { upload } = await startLocalBucket(sample);
    const { code, message } = await refusalOf(upload({ parts: { method: 'POST' } }));
    expect(code).toBe('unauthorized');
    expect(message).toBe(
      'Expected the backend to know who asks, got 401: {"code":401,"message":"sign in"}. Sign in, then retry.',
    );
  }
});

test('refuses an answer that contains a secret, and uploads nothing', async () => {
  const sample: SampleBackend = {
    name: 'careless',
    route: '/',
    stores: '',
    answer: ({ oss }) => ({ code: 0, data: { policy: 'cA==', credentials: oss } }),
  };
  const { upload } = await startLocalBucket(sample);
  const refusal = await refusalOf(upload());
  expect(refusal.code).toBe('policy-unusable');
  expect(refusal.message).toMatch(/^Expected no secret in the backend's answer, got "accessKeySecret"/);
  expect(refusal.message).not.toContain('local-development-secret');
});

/** A copy of the sample whose answer is changed. */
function answering(sample: SampleBackend, change: (text: string) => string): SampleBackend {
  return {
    ...sample,
    answer: (asked) => {
      const answer = sample.answer(asked);
      return change(typeof answer === 'string' ? answer : JSON.stringify(answer));
    },
  };
}

async function refusalOf(work: Promise<unknown>): Promise<UploadError> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof UploadError) return outcome;
  throw new Error(`Expected an UploadError, got ${outcome}.`);
}

function minutesFrom(asked: number, { renewAt }: FetchedPolicy): number {
  return Math.round((renewAt - asked) / 60_000);
}
