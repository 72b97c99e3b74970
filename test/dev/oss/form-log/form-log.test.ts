import { createHmac } from 'node:crypto';
import type { FormRecord, SignatureRecord } from '../../../../dev/oss/form-log/form-record';
import { V4_REQUEST, v4SigningKey } from '../../../../server/signature';
import { encodeCallback } from '../callback/post-with-callback';
import { encodePolicy, postParts, type SignedFormOptions, signedForm, toParts } from '../post-form';
import { endRunningOss, type RunningOss, runOss } from '../running-oss';

afterEach(endRunningOss);

async function requests({ url }: RunningOss, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/?requests`, { headers });
}

/** Posts a form, changed, and returns what is recorded of it. */
async function record(
  oss: RunningOss,
  change: (fields: Record<string, string>) => Record<string, string> = (fields) => fields,
  options: Partial<SignedFormOptions> = {},
): Promise<FormRecord> {
  await postParts(oss.url, toParts(change(signedForm({ settings: oss.settings, ...options }))));
  const [last] = ((await (await requests(oss)).json()) as FormRecord[]).slice(-1); // the local OSS's own list
  if (last === undefined) throw new Error('Expected a record, got none.');
  return last;
}

function conditionsOf({ policy }: FormRecord) {
  return policy?.kind === 'read' ? policy.conditions : [];
}

const wrongSteps = (signature: SignatureRecord | undefined) =>
  signature?.steps.filter(({ ok }) => !ok).map(({ name }) => name);

test('a stored form: its fields as they were sent, and every condition with what it was compared with', async () => {
  const oss = await runOss();
  const form = await record(oss, ({ key = '', ...rest }) => ({ ...rest, Key: key, success_action_status: '200' }), {
    conditions: [
      ['starts-with', '$key', 'uploads/'],
      ['content-length-range', 1, 100],
      ['in', '$content-type', ['image/png', 'image/jpeg']],
    ],
  });
  expect(form.fields.map(({ name }) => name)).toEqual([
    'policy',
    'x-oss-signature-version',
    'x-oss-credential',
    'x-oss-date',
    'x-oss-signature',
    'Key',
    'success_action_status',
  ]);
  const key = form.fields.find(({ name }) => name === 'Key')?.value ?? '';
  expect(conditionsOf(form)).toEqual([
    { text: '["eq", "$bucket", "pictures"]', value: 'pictures', ok: true },
    expect.objectContaining({ ok: true }),
    expect.objectContaining({ ok: true }),
    expect.objectContaining({ ok: true }),
    { text: '["starts-with", "$key", "uploads/"]', value: key, ok: true },
    { text: '["content-length-range", 1, 100]', value: '9', ok: true },
    { text: '["in", "$content-type", ["image/png", "image/jpeg"]]', value: 'image/png', ok: true },
  ]);
  expect(form.file).toEqual({ name: 'wxfile-tmp.png', type: 'image/png', size: 9 });
  expect(form.outcome).toMatchObject({ kind: 'answered', status: 200, foreign: false, key });
  expect(form.signature?.version).toBe('V4');
  expect(form.signature?.slip).toBeUndefined();
  expect(wrongSteps(form.signature)).toEqual([]);
});

test('a refused form: the condition that failed, in the record and in the log', async () => {
  const oss = await runOss();
  const form = await record(oss, (fields) => ({ ...fields, key: 'photos/1.png' }));
  expect(conditionsOf(form).filter(({ ok }) => !ok)).toEqual([
    { text: '["starts-with", "$key", "uploads/"]', value: 'photos/1.png', ok: false },
  ]);
  expect(form.outcome).toMatchObject({ kind: 'answered', status: 403, code: 'AccessDenied', ec: '0006-00000227' });
  expect(oss.lines.find((line) => line.startsWith('POST'))).toMatch(
    /^POST \/ 403 AccessDenied: .* \(the form has "photos\/1.png", \["starts-with", "\$key", "uploads\/"\] is expected\)$/,
  );
});

test('a file that is too large fails its own condition', async () => {
  const form = await record(await runOss(), (fields) => fields, { conditions: [['content-length-range', 0, 3]] });
  expect(conditionsOf(form).at(-1)).toEqual({ text: '["content-length-range", 0, 3]', value: '9', ok: false });
});

describe('a signature that does not match: the step at which it differs', () => {
  const day = (date: string) => date.slice(0, 8);
  const sign = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text);
  const keyOf = ({ settings }: RunningOss, date: string, region = settings.region) =>
    v4SigningKey(settings.accessKeySecret, { day: day(date), region });

  type Change = (oss: RunningOss, fields: Record<string, string>) => Record<string, string>;
  const date = (fields: Record<string, string>) => fields['x-oss-date'] ?? '';
  const policy = (fields: Record<string, string>) => fields['policy'] ?? '';
  const json = (fields: Record<string, string>) => Buffer.from(policy(fields), 'base64').toString();

  test.each<[string, string, string | undefined, Change]>([
    ['another secret', 'signing-key', 'secret', () => ({ 'x-oss-signature': '0'.repeat(64) })],
    [
      'the JSON in place of the base64',
      'string-to-sign',
      'signed-json',
      (oss, fields) => ({ 'x-oss-signature': sign(keyOf(oss, date(fields)), json(fields)).digest('hex') }),
    ],
    [
      'hex in upper case',
      'encoding',
      'upper-case',
      (_, fields) => ({ 'x-oss-signature': String(fields['x-oss-signature']).toUpperCase() }),
    ],
    [
      'base64 in place of hex',
      'encoding',
      'other-encoding',
      (oss, fields) => ({ 'x-oss-signature': sign(keyOf(oss, date(fields)), policy(fields)).digest('base64') }),
    ],
    [
      'a region with oss- before it in the key',
      'signing-key',
      'oss-region',
      (oss, fields) => ({
        'x-oss-signature': sign(keyOf(oss, date(fields), `oss-${oss.settings.region}`), policy(fields)).digest('hex'),
      }),
    ],
    [
      'a key without aliyun_v4 before the secret',
      'signing-key',
      'no-prefix',
      ({ settings }, fields) => {
        const parts = [day(date(fields)), settings.region, 'oss', V4_REQUEST];
        const key = parts.reduce<Buffer>(
          (link, part) => sign(link, part).digest(),
          Buffer.from(settings.accessKeySecret),
        );
        return { 'x-oss-signature': sign(key, policy(fields)).digest('hex') };
      },
    ],
    [
      'another region',
      'region',
      undefined,
      () => ({ 'x-oss-credential': 'local-development-id/20260101/cn-beijing/oss/x' }),
    ],
    [
      'another key id',
      'access-key-id',
      undefined,
      (_, fields) => ({ 'x-oss-credential': `other${fields['x-oss-credential']}` }),
    ],
  ])('%s: %s', async (_, step, slip, change) => {
    const oss = await runOss();
    const { signature } = await record(oss, (fields) => ({ ...fields, ...change(oss, fields) }));
    expect(wrongSteps(signature)).toContain(step);
    expect(signature?.slip).toBe(slip);
  });

  test('no policy: then nothing was signed, and the key is not to blame', async () => {
    const oss = await runOss();
    const { signature } = await record(oss, ({ policy: _, ...fields }) => fields);
    expect(signature?.slip).toBeUndefined();
    expect(wrongSteps(signature)).toEqual(['string-to-sign', 'signature']);
  });

  test('no signature: the key is not to blame either', async () => {
    const oss = await runOss();
    const { signature } = await record(oss, ({ 'x-oss-signature': _, ...fields }) => fields);
    expect(signature?.slip).toBeUndefined();
    expect(wrongSteps(signature)).toEqual(['signature']);
  });

  test('V1: a signature of the JSON', async () => {
    const oss = await runOss();
    const { signature } = await record(
      oss,
      (fields) => ({
        ...fields,
        Signature: createHmac('sha1', oss.settings.accessKeySecret).update(json(fields)).digest('base64'),
      }),
      { version: 'v1' },
    );
    expect(signature).toMatchObject({ version: 'V1', slip: 'signed-json' });
    expect(wrongSteps(signature)).toEqual(['string-to-sign', 'signature']);
  });
});

test('nothing in the records lets a reader sign, post or sign in', async () => {
  const { settings } = await runOss();
  const token = 'a-security-token-of-some-length';
  const oss = await runOss({ settings: { ...settings, securityToken: token } });
  const ticket = 'a-ticket-that-says-who-it-is';
  const callback = encodeCallback({ callbackUrl: 'http://127.0.0.1:1/', callbackBody: ticket });
  let sent: Record<string, string> = {};
  await record(
    oss,
    (fields) => {
      sent = { ...fields, callback, 'x:session-token': ticket, [settings.accessKeySecret]: settings.accessKeySecret };
      return sent;
    },
    { settings: oss.settings, conditions: [{ callback }, ['eq', '$x:session-token', ticket]] },
  );
  const text = await (await requests(oss)).text();
  const secrets = [settings.accessKeySecret, token, ticket, callback, sent['policy'], sent['x-oss-signature']];
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toContain(v4SigningKey(settings.accessKeySecret, { day: '', region: '' }).toString('hex'));
  expect(text).toContain(String(sent['x-oss-signature']).slice(0, 8));
});

test('a secret that was sent in the wrong place is not shown there', async () => {
  const oss = await runOss();
  const { accessKeySecret: secret, region } = oss.settings;
  const form = await record(oss, (fields) => ({
    ...fields,
    'x-oss-credential': `${secret}/20260101/${region}/oss/aliyun_v4_request`,
  }));
  expect(form.outcome).toMatchObject({ code: 'InvalidAccessKeyId' });
  await postParts(oss.url, toParts(signedForm({ settings: oss.settings }), { fileName: `${secret}.png` }));
  expect(await (await requests(oss)).text()).not.toContain(secret);
});

test('a condition that failed is quoted without its secret, in the record and in the log', async () => {
  const oss = await runOss();
  const ticket = encodeCallback({ callbackUrl: 'http://127.0.0.1:1/', callbackBody: 'a-ticket' });
  const form = await record(oss, (fields) => fields, { conditions: [{ callback: ticket }] });
  expect(form.outcome).toMatchObject({ message: expect.stringContaining('["eq", "$callback", "***"]') });
  const log = oss.lines.join('\n');
  expect(log).toContain('(the form has "", ["eq", "$callback", "***"] is expected)');
  for (const text of [log, await (await requests(oss)).text()]) expect(text).not.toContain(ticket);
});

test('forms without a readable policy, without a file, and faults are recorded too', async () => {
  const oss = await runOss();
  const unreadable = await record(oss, (fields) => ({ ...fields, policy: encodePolicy('{') }));
  expect(unreadable.policy).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining('Invalid JSON') });
  await postParts(oss.url, [{ name: 'key', value: 'uploads/1.png' }]);
  const list = (await (await requests(oss)).json()) as FormRecord[]; // the local OSS's own list
  expect(list.at(-1)).toMatchObject({ fields: [{ name: 'key', value: 'uploads/1.png' }], outcome: { status: 400 } });
  expect(list.at(-1)?.file).toBeUndefined();
});

test('fields after the file are recorded as ignored', async () => {
  const oss = await runOss();
  const parts = toParts(signedForm({ settings: oss.settings }));
  await postParts(oss.url, [...parts, { name: 'x-oss-object-acl', value: 'public-read' }]);
  expect(oss.forms.list().at(-1)?.fields.at(-1)).toEqual({ name: 'x-oss-object-acl', value: '', ignored: true });
});

test('listeners get each form while it arrives and when it is answered; the last 100 are kept, newest last', async () => {
  const oss = await runOss();
  const seen: string[] = [];
  const stop = oss.forms.onChange(({ outcome }) => seen.push(outcome.kind));
  const { id } = await record(oss);
  stop();
  expect(seen.at(0)).toBe('receiving');
  expect(seen.at(-1)).toBe('answered');
  const before = seen.length;
  for (let count = 0; count < 100; count++) await postParts(oss.url, []);
  expect(seen).toHaveLength(before);
  expect(oss.forms.list()).toHaveLength(100);
  expect(oss.forms.list().some((form) => form.id === id)).toBe(false);
});

test('the list is protected as the list of objects is', async () => {
  const oss = await runOss();
  expect((await requests(oss, { origin: 'http://127.0.0.1:8080' })).status).toBe(200);
  expect((await requests(oss, { origin: 'https://evil.example.com' })).status).toBe(403);
});
