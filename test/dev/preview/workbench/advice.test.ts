import { adviseOnForm, adviseOnRequest } from '../../../../dev/preview/workbench/requests/advice';
import type { RequestOutcome } from '../../../../dev/preview/workbench-protocol';
import { postParts, type SignedFormOptions, signedForm, toParts } from '../../oss/post-form';
import { endRunningOss, type RunningOss, runOss } from '../../oss/running-oss';

afterEach(endRunningOss);

type Fields = Record<string, string>;

/** What is advised on a form that is right but for this. */
async function adviceOn(
  change: (fields: Fields) => Record<string, string | undefined>,
  options: Partial<SignedFormOptions> = {},
  oss: RunningOss | undefined = undefined,
): Promise<string | undefined> {
  const running = oss ?? (await runOss());
  const fields = signedForm({ settings: running.settings, ...options });
  const changed = Object.entries({ ...fields, ...change(fields) });
  const kept = changed.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  await postParts(running.url, toParts(Object.fromEntries(kept)));
  const form = running.forms.list().at(-1);
  return form && adviseOnForm(form);
}

test('a stored form needs no advice', async () => {
  expect(await adviceOn(() => ({}))).toBeUndefined();
});

test.each<[string, RegExp, (fields: Fields) => Record<string, string | undefined>, Partial<SignedFormOptions>?]>([
  ['another key', /key is "photos\/1.png".*OSS_DIR/, () => ({ key: 'photos/1.png' })],
  [
    'another content type',
    /requires \["eq", "\$content-type".*has "image\/png".*backend's policy/,
    () => ({}),
    { conditions: [['eq', '$content-type', 'image/webp']] },
  ],
  ['a field that is not there', /has no value/, () => ({}), { conditions: [['eq', '$x-oss-object-acl', 'private']] }],
  ['a large file', /9 bytes.*OSS_MAX_SIZE/, () => ({}), { conditions: [['content-length-range', 0, 3]] }],
  ['an old policy', /expired at \d+ .* (1969|1970), .*OSS_POLICY_SECONDS/, () => ({}), { expiration: new Date(0) }],
  ['no credential', /x-oss-credential is expected.*form is built/, () => ({ 'x-oss-credential': undefined })],
  [
    'no token where the policy states one',
    /security token is missing/,
    () => ({}),
    { conditions: [{ 'x-oss-security-token': 'a-token' }] },
  ],
  ['a policy that is no base64', /Invalid base64.*backend builds the policy/, () => ({ policy: '{}' })],
  ['another secret', /OSS_ACCESS_KEY_SECRET/, () => ({ 'x-oss-signature': '0'.repeat(64) })],
  [
    'upper case',
    /lower-case hex/,
    (fields) => ({ 'x-oss-signature': String(fields['x-oss-signature']).toUpperCase() }),
  ],
  [
    'another key id',
    /id "otherlocal.*OSS_ACCESS_KEY_ID/,
    (fields) => ({ 'x-oss-credential': `other${fields['x-oss-credential']}` }),
  ],
  [
    'another region',
    /region "cn-beijing".*OSS_REGION/,
    (fields) => ({ 'x-oss-credential': fields['x-oss-credential']?.replace('cn-hangzhou', 'cn-beijing') }),
  ],
  ['a credential cut short', /<AccessKey id>\/<day>/, () => ({ 'x-oss-credential': 'a/20260101/cn-hangzhou' })],
  [
    'an old date',
    /at most 15 minutes ahead/,
    () => ({}),
    { signedAt: new Date(Date.now() - 9e8), expiration: new Date(Date.now() + 1e6) },
  ],
  ['no key', /The field key is expected.*form is built/, () => ({ key: undefined })],
  ['an empty callback', /callback.*an empty one/, () => ({ callback: '' })],
  [
    'no signature at all',
    /not signed/,
    () => ({ policy: undefined, OSSAccessKeyId: undefined, Signature: undefined }),
    { version: 'v1' },
  ],
  ['a policy that is none', /Fix it where the backend builds the policy/, () => ({}), { conditions: [{}] }],
  // As a rest parameter: jest would take a fourth one for its `done` where a row has three.
])('%s', async (...[, sentence, change, options]) => {
  expect(await adviceOn(change, options)).toMatch(sentence);
});

test('a token that the policy does not name', async () => {
  const { settings } = await runOss();
  const oss = await runOss({ settings: { ...settings, securityToken: 'a-token' } });
  expect(await adviceOn(() => ({ 'x-oss-security-token': 'a-token' }), { settings }, oss)).toMatch(
    /has x-oss-security-token, which a V4 policy/,
  );
});

test('V1 where only V4 is taken', async () => {
  expect(await adviceOn(() => ({}), { version: 'v1' }, await runOss({ refuseV1: true }))).toMatch(
    /Have the backend sign with V4/,
  );
});

test('a missing security token', async () => {
  const { settings } = await runOss();
  const oss = await runOss({ settings: { ...settings, securityToken: 'a-token' } });
  expect(await adviceOn(() => ({ 'x-oss-security-token': undefined }), { settings: oss.settings }, oss)).toMatch(
    /STS credentials/,
  );
});

test('a key that is there already, and a fault', async () => {
  const oss = await runOss();
  const again = () => adviceOn(() => ({ key: 'uploads/1.png', 'x-oss-forbid-overwrite': 'true' }), {}, oss);
  await again();
  expect(await again()).toMatch(/object with this key/);
  const faulty = await runOss({
    faults: { seed: 1, latency: 0, bandwidth: Number.POSITIVE_INFINITY, rates: { '503': 1 } },
  });
  expect(await adviceOn(() => ({}), {}, faulty)).toMatch(/The fault 503 was injected/);
});

test('a page of another origin', async () => {
  const oss = await runOss();
  await fetch(oss.url, { method: 'POST', body: 'a', headers: { origin: 'https://a.example.com' } });
  const form = oss.forms.list().at(-1);
  expect(form && adviseOnForm(form)).toMatch(/--cors ORIGIN/);
});

test.each<[RequestOutcome, RegExp | undefined]>([
  [{ kind: 'answered', status: 200, body: '{}', policy: undefined, took: 1 }, undefined],
  [{ kind: 'answered', status: 503, body: '', policy: undefined, took: 1 }, /responded with 503/],
  [
    { kind: 'answered', status: 200, body: '', policy: { kind: 'unreadable', reason: 'why' }, took: 1 },
    /cannot be read: why/,
  ],
  [{ kind: 'failed', reason: 'url not in domain list', took: 1 }, /config\.ts/],
  [{ kind: 'failed', reason: 'timeout', took: 1 }, /no response: timeout/],
])('a request: %j', (outcome, sentence) => {
  const advice = adviseOnRequest({ id: '1', at: '', method: 'GET', url: '', header: {}, body: '', outcome });
  if (sentence === undefined) expect(advice).toBeUndefined();
  else expect(advice).toMatch(sentence);
});
