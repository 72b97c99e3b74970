import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../dev/cloud/local-cloud';
import { nodeWx } from '../../dev/wx/node/node-wx';
import { type FormFields, fetchPolicy, formFields, objectKey } from '../../miniprogram/services/oss-upload/inspect';
import { postParts, toParts } from '../dev/oss/post-form';

let folder: string;
let cloud: LocalCloud | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hostile-upload-'));
});
afterEach(async () => {
  await cloud?.close();
  cloud = undefined;
  await rm(folder, { recursive: true });
});

/** The form that the mini-program makes of a policy of this backend, for a local OSS that takes it. */
async function honestForm(environment: Record<string, string> = {}, callbacks = false) {
  cloud = await startLocalCloud({ dataDir: folder, environment, callbacks });
  const policy = await fetchPolicy({ url: cloud.policyUrl }, Date.now, nodeWx());
  const form = formFields(policy, { key: objectKey(policy.key, 'a', 'png'), contentType: 'image/png' });
  return { form, host: policy.host };
}

const callback = Buffer.from(
  JSON.stringify({ callbackUrl: 'http://evil.example/', callbackBody: 'key=$', callbackBodyType: 'application/json' }),
).toString('base64');

const without = (name: string) => (form: FormFields) =>
  Object.fromEntries(Object.entries(form).filter(([field]) => field !== name));
const withField = (field: FormFields) => (form: FormFields) => ({ ...form, ...field });

const ATTEMPTS: [string, (form: FormFields) => FormFields, RegExp][] = [
  ['to overwrite', without('x-oss-forbid-overwrite'), /forbid-overwrite/],
  ['to overwrite in so many words', withField({ 'x-oss-forbid-overwrite': 'false' }), /forbid-overwrite/],
  ['a picture that everyone may read', withField({ 'x-oss-object-acl': 'public-read' }), /object-acl/],
  ['a picture that everyone may replace', withField({ 'x-oss-object-acl': 'public-read-write' }), /object-acl/],
  ['a callback of its own', withField({ callback }), /callback/],
  ['another cache header', withField({ 'Cache-Control': 'max-age=1' }), /cache-control/],
  ['no cache header', without('Cache-Control'), /cache-control/],
  [
    'a download under a name of its choice',
    withField({ 'Content-Disposition': 'attachment; filename=a.exe' }),
    /disposition/,
  ],
  ['a page', withField({ 'x-oss-content-type': 'text/html' }), /content-type/],
  ['a key of another folder', withField({ key: 'avatars/a.png' }), /key/],
  ['a key beside the folder', withField({ key: 'uploads-a.png' }), /key/],
  ['a key in other letters', withField({ key: 'Uploads/a.png' }), /key/],
  ['a key in wide letters', withField({ key: 'ｕploads/a.png' }), /key/],
  ['an encoded key', withField({ key: 'uploads%2fa.png' }), /key/],
  ['a key that begins with a slash', withField({ key: '/uploads/a.png' }), /key/],
  ['a key that begins with dots', withField({ key: '../uploads/a.png' }), /key/],
];

describe.each([
  ['without callbacks', false],
  ['with callbacks', true],
])('%s', (_, callbacks) => {
  test("the mini-program's own form is taken", async () => {
    const { form, host } = await honestForm({}, callbacks);
    expect(await postParts(host, toParts(form))).toMatchObject({ status: callbacks ? 200 : 201 });
  });

  test.each(ATTEMPTS)('OSS refuses %s', async (_attempt, change, condition) => {
    const { form, host } = await honestForm({}, callbacks);
    const answer = await postParts(host, toParts(change(form)));
    expect(answer).toMatchObject({ status: 403, message: expect.stringMatching(/Policy Condition failed/) });
    expect(answer.message).toMatch(condition);
  });
});

test('OSS refuses a client that leaves the callback out', async () => {
  const { form, host } = await honestForm({}, true);
  const answer = await postParts(host, toParts(without('callback')(form)));
  expect(answer).toMatchObject({ status: 403, message: expect.stringMatching(/Policy Condition failed.*callback/) });
});

test('OSS refuses a second picture under the same key', async () => {
  const { form, host } = await honestForm();
  expect(await postParts(host, toParts(form))).toMatchObject({ status: 201 });
  expect(await postParts(host, toParts(form))).toMatchObject({ status: 409, code: 'FileAlreadyExists' });
});

test('with KEY=exact OSS takes the one key alone, once', async () => {
  const { form, host } = await honestForm({ KEY: 'exact' });
  expect(await postParts(host, toParts({ ...form, key: `${form['key']}x` }))).toMatchObject({ status: 403 });
  expect(await postParts(host, toParts({ ...form, key: 'uploads/a.png' }))).toMatchObject({ status: 403 });
  expect(await postParts(host, toParts(form))).toMatchObject({ status: 201 });
  expect(await postParts(host, toParts(form))).toMatchObject({ status: 409 });
});
