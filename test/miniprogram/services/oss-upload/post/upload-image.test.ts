import { Crc64 } from '../../../../../dev/oss/crc64';
import { createImageId } from '../../../../../miniprogram/services/oss-upload/image/image-id';
import type { PostProgress } from '../../../../../miniprogram/services/oss-upload/post/post-object';
import { makePicture } from '../../../../pictures/pictures';
import { encodePolicy, policyAnswer, type SamplePolicyOptions, SIGNED_AT } from '../../../../sample-policy';
import { settled } from '../../../../scripted-wx';
import { PATH, phoneWith, refused } from './scripted-upload';

const EXPIRED =
  '<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>';

test('a policy is fetched, the file posted, and the result holds its address', async () => {
  const jpeg = await makePicture('jpeg');
  const { phone, start, answerPolicy, answerPost } = phoneWith(jpeg);
  const progress: PostProgress[] = [];
  const { result } = start({ onProgress: (step) => progress.push(step), timeout: 5000 });
  await settled();
  await answerPolicy();
  phone.uploads[0]?.progress(40);
  phone.uploads[0]?.progress(100);
  phone.uploads[0]?.headers({ ETag: '"5B3C1A2E"', 'x-oss-request-id': '65E1A0B2' });
  expect(result.now()).toBeUndefined();
  await answerPost(201);

  expect(result.now()).toEqual({
    value: {
      key: 'uploads/name-1.jpg',
      url: 'https://pictures.oss-cn-hangzhou.aliyuncs.com/uploads/name-1.jpg',
      size: jpeg.length,
      contentType: 'image/jpeg',
      etag: '"5B3C1A2E"',
      requestId: '65E1A0B2',
      callback: { name: 'none' },
    },
  });
  expect(phone.uploads[0]?.options).toMatchObject({ filePath: PATH, timeout: 5000 });
  expect(phone.uploads[0]?.options.formData).toMatchObject({
    key: 'uploads/name-1.jpg',
    'x-oss-content-type': 'image/jpeg',
  });
  expect(progress).toEqual([{ phase: 'uploading', percent: 40 }, { phase: 'processing' }]);
});

test.each([
  ['jpeg', 'name-1.jpg'],
  ['png', 'name-1.png'],
  ['webp', 'name-1.webp'],
] as const)('%s: the key is dir, name and the real extension, and nothing of the temp path', async (format, name) => {
  const { phone, start, answerPolicy } = phoneWith(await makePicture(format));
  start();
  await settled();
  await answerPolicy({ limits: { dir: 'user/42/' } });
  expect(phone.uploads[0]?.options.formData).toHaveProperty('key', `user/42/${name}`);
});

test('the same path twice is two objects', async () => {
  const { phone, start, answerPolicy } = phoneWith(await makePicture('png'));
  start();
  start();
  await settled();
  await answerPolicy();
  expect(phone.requests).toHaveLength(1);
  expect(phone.uploads.map(({ options }) => options.formData)).toMatchObject([
    { key: 'uploads/name-1.png' },
    { key: 'uploads/name-2.png' },
  ]);
});

describe('a file that the policy does not allow is refused before anything is sent', () => {
  test.each([
    ['of a type that the policy does not allow', { contentTypes: ['image/jpeg'] }, 'type-not-allowed', {}],
    ['larger than the policy allows', { maxSize: 20 }, 'file-too-large', { limit: 20 }],
    ['smaller than the policy allows', { minSize: 1_000_000 }, 'file-too-small', { limit: 1_000_000 }],
  ])('%s', async (_, limits, code, details) => {
    const { phone, start, answerPolicy } = phoneWith(await makePicture('png'));
    const { result } = start();
    await settled();
    await answerPolicy({ limits });
    expect(result.now()).toEqual(refused(code, { remedy: 'never', details }));
    expect(phone.uploads).toHaveLength(0);
  });

  test('but one of exactly the largest size goes', async () => {
    const png = await makePicture('png');
    const { phone, start, answerPolicy } = phoneWith(png);
    start();
    await settled();
    await answerPolicy({ limits: { minSize: png.length, maxSize: png.length } });
    expect(phone.uploads).toHaveLength(1);
  });
});

test('a backend that answers HTML fails the upload by name', async () => {
  const { phone, start } = phoneWith(await makePicture('png'));
  const { result } = start();
  await settled();
  phone.requests[0]?.succeed({ statusCode: 200, data: '<html>' });
  await settled();
  expect(result.now()).toEqual(refused('not-from-backend', { remedy: 'retry' }));
});

test('a policy that OSS refused is not used again: the next upload fetches a new one', async () => {
  const { phone, start, answerPolicy, answerPost } = phoneWith(await makePicture('png'));
  const first = start();
  await settled();
  await answerPolicy();
  await answerPost(403, EXPIRED);
  expect(first.result.now()).toEqual(refused('policy-expired', { remedy: 'new-policy' }));

  const again = start();
  await settled();
  expect(phone.requests).toHaveLength(2);
  await answerPolicy();
  await answerPost(201);
  expect(again.result.now()).toEqual({ value: expect.objectContaining({ key: 'uploads/name-2.png' }) });
});

test('any other refusal leaves the policy in use', async () => {
  const { phone, start, answerPolicy, answerPost } = phoneWith(await makePicture('png'));
  start();
  await settled();
  await answerPolicy();
  await answerPost(503);
  start();
  await settled();
  expect(phone.requests).toHaveLength(1);
  expect(phone.uploads).toHaveLength(2);
});

test('whatever goes wrong inside, the result rejects with an UploadError', async () => {
  const { start, answerPolicy } = phoneWith(await makePicture('png'));
  const fault = new RangeError('no room to note it');
  const { result } = start({
    onSentAs: () => {
      throw fault;
    },
  });
  await settled();
  await answerPolicy();
  expect(result.now()).toEqual(refused('unexpected', { cause: fault }));
});

describe('what is known of a try that may have stored the image', () => {
  const CONFLICT = '<Error><Code>FileAlreadyExists</Code><RequestId>65E1A0B2</RequestId></Error>';

  /** Starts a try, and posts. */
  async function posted(image: { id: string; sentAs?: string }, answer: SamplePolicyOptions = {}) {
    const reported: (string | undefined)[] = [];
    const upload = phoneWith(await makePicture('png'));
    const { result } = upload.start({ onSentAs: (key) => reported.push(key) }, image);
    await settled();
    await upload.answerPolicy(answer);
    return { ...upload, result, reported };
  }

  test('the key is reported before the first byte leaves, and OSS is asked to overwrite nothing', async () => {
    const { phone, reported } = await posted({ id: 'a' });
    expect(reported).toEqual(['uploads/a.png']);
    expect(phone.uploads[0]?.options.formData).toMatchObject({ 'x-oss-forbid-overwrite': 'true' });
  });

  test.each([
    ['a refusal', 403, EXPIRED],
    ['a body that arrived in part', 400, '<Error><Code>MalformedPOSTRequest</Code></Error>'],
  ])('%s: it is certain that nothing was stored', async (_, status, body) => {
    const { answerPost, reported } = await posted({ id: 'a' });
    await answerPost(status, body);
    expect(reported).toEqual(['uploads/a.png', undefined]);
  });

  test('a refusal says nothing of the try before, whose answer was lost', async () => {
    const { answerPost, reported } = await posted({ id: 'a', sentAs: 'uploads/a.png' });
    await answerPost(403, EXPIRED);
    expect(reported).toEqual(['uploads/a.png', 'uploads/a.png']);
  });

  test('after a lost connection or an overloaded server nothing is certain', async () => {
    const lost = await posted({ id: 'a' });
    lost.phone.uploads[0]?.fail({ errMsg: 'uploadFile:fail net::ERR_CONNECTION_RESET' });
    await settled();
    const broken = await posted({ id: 'a' });
    await broken.answerPost(502, '<html>');
    expect([lost.reported, broken.reported]).toEqual([['uploads/a.png'], ['uploads/a.png']]);
  });

  test('a file that vanished was never sent', async () => {
    const { phone, reported } = await posted({ id: 'a' });
    phone.uploads[0]?.fail({ errMsg: 'uploadFile:fail file not found' });
    await settled();
    expect(reported).toEqual(['uploads/a.png', undefined]);
  });

  test('409 after a lost answer: it is stored', async () => {
    const { answerPost, result } = await posted({ id: 'a', sentAs: 'uploads/a.png' });
    await answerPost(409, CONFLICT);
    expect(result.now()).toMatchObject({
      value: { key: 'uploads/a.png', etag: undefined, requestId: '65E1A0B2', callback: { name: 'none' } },
    });
  });

  test('409 after a lost answer where there is a callback: what it answered is unknown', async () => {
    const image = { id: 'a', sentAs: 'uploads/a.png' };
    const { answerPost, result } = await posted(image, { callback: 'eyJjYWxsYmFja1VybCI6Imh0dHBzOi8vYSJ9' });
    await answerPost(409, CONFLICT);
    expect(result.now()).toMatchObject({ value: { callback: { name: 'unknown' } } });
  });

  const OWN_ID = createImageId(SIGNED_AT.getTime(), Math.random);

  test('409 at the first try under its own random id: the network stack posted twice, and it is stored', async () => {
    const { answerPost, result } = await posted({ id: OWN_ID });
    await answerPost(409, CONFLICT);
    expect(result.now()).toMatchObject({ value: { key: `uploads/${OWN_ID}.png`, requestId: '65E1A0B2' } });
  });

  test('409 at the first try under a name that the caller gave: something else has it', async () => {
    const { answerPost, result, reported } = await posted({ id: 'a' });
    await answerPost(409, CONFLICT);
    expect(result.now()).toEqual(refused('already-exists', { remedy: 'never' }));
    expect(reported.at(-1)).toBeUndefined();
  });

  test('409 at the first try under a key that the backend made of the random id: it is stored', async () => {
    const { phone, start, answerPost } = phoneWith(await makePicture('png'));
    const { result } = start({}, { id: OWN_ID });
    await settled();
    const key = `users/7/${OWN_ID}.png`;
    const policy = encodePolicy({ expiration: '2026-03-01T08:10:00.000Z', conditions: [{ key }] });
    phone.requests[0]?.succeed({ statusCode: 200, data: { ...policyAnswer(), policy }, header: {} });
    await settled();
    await answerPost(409, CONFLICT);
    expect(result.now()).toMatchObject({ value: { key } });
  });

  test('409 at the first try under a key that the backend fixes: something else has it', async () => {
    const { phone, start, answerPost } = phoneWith(await makePicture('png'));
    const { result } = start({}, { id: OWN_ID });
    await settled();
    const expiration = '2026-03-01T08:10:00.000Z';
    const policy = encodePolicy({ expiration, conditions: [{ key: 'uploads/avatar.png' }] });
    phone.requests[0]?.succeed({ statusCode: 200, data: { ...policyAnswer(), policy }, header: {} });
    await settled();
    await answerPost(409, CONFLICT);
    expect(result.now()).toEqual(refused('already-exists', { remedy: 'never' }));
  });

  test('of what something on the way answered nothing is certain', async () => {
    const { answerPost, result, reported } = await posted({ id: 'a' });
    await answerPost(403, '<html>Sign in</html>');
    expect(result.now()).toEqual(refused('not-from-oss', { remedy: 'retry' }));
    expect(reported).toEqual(['uploads/a.png']);
  });

  test('a policy that names another key but allows the earlier one: the image keeps its key', async () => {
    const { phone } = await posted({ id: 'a', sentAs: 'uploads/yesterday/a.png' });
    expect(phone.uploads[0]?.options.formData).toMatchObject({ key: 'uploads/yesterday/a.png' });
  });

  test('another prefix after a lost answer: it is said that this cannot be known, and nothing is sent', async () => {
    const { phone, result } = await posted({ id: 'a', sentAs: 'uploads/a.png' }, { limits: { dir: 'tomorrow/' } });
    expect(phone.uploads).toHaveLength(0);
    expect(result.now()).toEqual(refused('outcome-unknown', { remedy: 'by-hand' }));
  });
});

describe('verify', () => {
  /** Posts a picture to an OSS that answers this checksum, or none. */
  async function verified(crc64: string | undefined, verify = true) {
    const png = await makePicture('png');
    const upload = phoneWith(png);
    const { result, abort } = upload.start({ verify });
    await settled();
    await upload.answerPolicy();
    upload.phone.uploads[0]?.headers({
      'x-oss-request-id': '65E1A0B2',
      ...(crc64 === undefined ? {} : { 'x-oss-hash-crc64ecma': crc64 }),
    });
    return { ...upload, result, abort };
  }
  async function checksum() {
    const sum = new Crc64();
    sum.update(await makePicture('png'));
    return sum.digest();
  }

  test('the checksum of the file is that of the object', async () => {
    const { answerPost, result } = await verified(await checksum());
    await answerPost(201);
    await settled();
    expect(result.now()).toMatchObject({ value: { verified: true } });
  });

  test('another checksum is a failure that names both, and is never taken for stored', async () => {
    const { answerPost, result } = await verified('1');
    await answerPost(201);
    await settled();
    const message = expect.stringMatching(new RegExp(`CRC-64 ${await checksum()} of .*got 1\\.`));
    expect(result.now()).toEqual(refused('checksum-mismatch', { remedy: 'never', message }));
  });

  test.each([
    ['the client shows no checksum', undefined, true],
    ['it was not asked for', '1', false],
  ])('nothing is read where %s', async (_, crc64, verify) => {
    const { phone, answerPost, result } = await verified(crc64, verify);
    await answerPost(201);
    expect(result.now()).toHaveProperty('value.key');
    expect(result.now()).not.toHaveProperty('value.verified');
    expect(phone.reads).toEqual([]);
  });

  test('a file that is gone by then proves nothing', async () => {
    const { phone, answerPost, result } = await verified('1');
    delete phone.files[PATH];
    await answerPost(201);
    await settled();
    expect(result.now()).toHaveProperty('value.key');
    expect(result.now()).not.toHaveProperty('value.verified');
  });
});
