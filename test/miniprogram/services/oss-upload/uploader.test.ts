import { createUploader, type UploaderOptions } from '../../../../miniprogram/services/oss-upload/index';
import { makePicture } from '../../../pictures/pictures';
import { policyAnswer, SIGNED_AT } from '../../../sample-policy';
import { scriptedWx, settled } from '../../../scripted-wx';

const PATH = 'wxfile://tmp_1.png';
const URL = 'https://upload.example.com/policy';

/** A clock that stands still, so that nothing outlives a test. */
const NEVER: NonNullable<UploaderOptions['timer']> = () => () => {};

async function uploaderOnPhone(options: Partial<UploaderOptions> = {}) {
  const phone = scriptedWx({ files: { [PATH]: await makePicture('png') } });
  const states: string[] = [];
  const uploader = createUploader({
    policy: { url: URL },
    onChange: ({ state }) => states.push(state.name),
    wx: phone.wx,
    now: () => SIGNED_AT.getTime(),
    timer: NEVER,
    ...options,
  });
  return { phone, states, uploader };
}

test('one call picks, fetches a policy, posts and says where the image is', async () => {
  const { phone, states, uploader } = await uploaderOnPhone();
  const picking = uploader.pick({ count: 1 });
  expect(phone.picks[0]?.options.count).toBe(1);
  phone.picks[0]?.succeed(phone.chosen(PATH));
  const { added, duplicates } = await picking;
  expect([added.map(({ path }) => path), duplicates]).toEqual([[PATH], []]);

  expect(phone.requests[0]?.options.url).toBe(URL);
  phone.requests[0]?.succeed({ statusCode: 200, data: policyAnswer(), header: {} });
  await settled();
  phone.uploads[0]?.headers({ 'x-oss-request-id': '65E1A0B2' });
  phone.uploads[0]?.succeed({ statusCode: 201, data: '' });
  const [upload] = await uploader.finished();
  expect(upload?.state).toMatchObject({ name: 'stored', object: { key: `uploads/${added[0]?.id}.png` } });
  expect(states).toEqual(['waiting', 'uploading', 'stored']);
});

test('the global wx, clock and chance are the defaults', async () => {
  const phone = scriptedWx({ files: { [PATH]: await makePicture('png') } });
  Object.assign(globalThis, { wx: phone.wx });
  const uploader = createUploader({ policy: { url: URL } });
  const picking = uploader.pick();
  phone.picks[0]?.succeed(phone.chosen(PATH));
  const [image] = (await picking).added;
  expect(image?.id).toMatch(/^[0-9a-z]{24}$/);
  phone.requests[0]?.fail({ errMsg: 'request:fail' });
  await settled();
  uploader.close();
});

test('a picker that is closed adds nothing; one that fails is an UploadError', async () => {
  const { phone, uploader } = await uploaderOnPhone();
  const cancelled = uploader.pick();
  phone.picks[0]?.fail({ errMsg: 'chooseImage:fail cancel' });
  expect(await cancelled).toEqual({ added: [], duplicates: [] });
  const failed = uploader.pick();
  phone.picks[1]?.fail({ errMsg: 'chooseImage:fail out of memory' });
  await expect(failed).rejects.toMatchObject({ name: 'UploadError', code: 'picker-failed' });
});

test('a double tap opens one picker, and both taps have the same result; a later tap opens another', async () => {
  const clock = { time: SIGNED_AT.getTime() };
  const { phone, uploader } = await uploaderOnPhone({ now: () => clock.time });
  const first = uploader.pick();
  clock.time += 300;
  const second = uploader.pick();
  clock.time += 2000;
  void uploader.pick();
  expect(phone.picks).toHaveLength(2);
  phone.picks[0]?.succeed(phone.chosen(PATH));
  expect(await second).toBe(await first);
});

test('the policy is fetched while the user chooses, and once for a picker that is closed again and again', async () => {
  const { phone, uploader } = await uploaderOnPhone();
  for (let i = 0; i < 3; i++) {
    const picking = uploader.pick();
    if (i === 0) phone.requests[0]?.succeed({ statusCode: 200, data: policyAnswer(), header: {} });
    phone.picks[i]?.fail({ errMsg: 'chooseImage:fail cancel' });
    await picking;
  }
  expect(phone.requests).toHaveLength(1);
  const picking = uploader.pick();
  phone.picks[3]?.succeed(phone.chosen(PATH));
  await picking;
  await settled();
  expect([phone.requests.length, phone.uploads.length]).toEqual([1, 1]);
});

test.each([
  ['https://cdn.example.com/', /^https:\/\/cdn\.example\.com\/uploads\/\w+\.png$/],
  ['', undefined],
])('objects are read at %p', async (publicUrl, url) => {
  const { phone, uploader } = await uploaderOnPhone({ publicUrl });
  const picking = uploader.pick();
  phone.picks[0]?.succeed(phone.chosen(PATH));
  await picking;
  phone.requests[0]?.succeed({ statusCode: 200, data: policyAnswer(), header: {} });
  await settled();
  phone.uploads[0]?.headers({ 'x-oss-request-id': '65E1A0B2' });
  phone.uploads[0]?.succeed({ statusCode: 201, data: '' });
  const [upload] = await uploader.finished();
  const object = upload?.state.name === 'stored' ? upload.state.object : undefined;
  expect(object?.url).toEqual(url && expect.stringMatching(url));
});

test('where the backend asks to sign in, the picture waits for it and is uploaded', async () => {
  const onUnauthorized = jest.fn();
  const { phone, uploader } = await uploaderOnPhone({ policy: { url: URL, onUnauthorized } });
  const picking = uploader.pick();
  phone.picks[0]?.succeed(phone.chosen(PATH));
  await picking;
  phone.requests[0]?.succeed({ statusCode: 401, data: { message: 'sign in' }, header: {} });
  await settled();
  expect([onUnauthorized.mock.calls.length, phone.requests.length]).toEqual([1, 2]);
  phone.requests[1]?.succeed({ statusCode: 200, data: policyAnswer(), header: {} });
  await settled();
  expect(phone.uploads).toHaveLength(1);
});

test('ids come from the given clock and chance, time-outs and stalls from the options', async () => {
  const waits: number[] = [];
  const { phone, uploader } = await uploaderOnPhone({
    random: () => 0,
    uploadTimeout: 5000,
    stallTimeout: 7000,
    timer: (milliseconds) => {
      waits.push(milliseconds);
      return () => {};
    },
  });
  const picking = uploader.pick();
  phone.picks[0]?.succeed(phone.chosen(PATH));
  expect((await picking).added[0]?.id).toBe(`${SIGNED_AT.getTime().toString(36)}${'0'.repeat(16)}`);
  phone.requests[0]?.succeed({ statusCode: 200, data: policyAnswer(), header: {} });
  await settled();
  expect(phone.uploads[0]?.options.timeout).toBe(5000);
  expect(waits.at(-1)).toBe(7000);
});

test('of two open uploaders of one name the second is refused; a name or a close makes room', async () => {
  const { phone, uploader } = await uploaderOnPhone();
  const options = { policy: { url: URL }, wx: phone.wx };
  expect(() => createUploader(options)).toThrow(/^Expected one uploader named "default" at a time/);
  createUploader({ ...options, name: 'avatar' }).close();
  uploader.close();
  createUploader(options).close();
});

describe('the page is closed and opened again within one run', () => {
  const PATHS = Array.from({ length: 9 }, (_, index) => `wxfile://tmp_${index}.png`);

  /** Opens an uploader, picks nine images, and closes it after so many turns. @returns what the next uploader has of them */
  async function reopenedAfter(turns: number) {
    const pictures = await Promise.all(PATHS.map((_, seed) => makePicture('png', { seed })));
    const phone = scriptedWx({
      files: Object.fromEntries(PATHS.map((path, index) => [path, pictures[index] ?? Buffer.alloc(0)])),
    });
    const open = () => createUploader({ policy: { url: URL }, wx: phone.wx, timer: NEVER });
    const first = open();
    void first.pick();
    phone.picks[0]?.succeed(phone.chosen(...PATHS));
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    first.close();
    const second = open();
    for (let i = 0; i < 9; i++) await settled();
    const states = second.uploads().map(({ state }) => state.name);
    phone.requests.at(-1)?.succeed({ statusCode: 200, data: policyAnswer(), header: {} });
    for (let i = 0; i < 3; i++) await settled();
    const sent = new Set(phone.uploads.map(({ options }) => options.formData?.['key']));
    return { states, sent: sent.size };
  }

  // A turn is a step of promises: the copies, digests and records of the nine are made within these.
  test.each([6, 8, 10, 12, 15, 20, 30, 50, 80])('%i turns after the pick: all nine are there', async (turns) => {
    const { states, sent } = await reopenedAfter(turns);
    expect(states).toHaveLength(9);
    expect(states.every((state) => state === 'waiting' || state === 'uploading')).toBe(true);
    expect(sent).toBeGreaterThanOrEqual(8);
  });

  test('images picked for an uploader that is closed by then are not lost in silence', async () => {
    const { phone, uploader } = await uploaderOnPhone();
    const picking = uploader.pick();
    uploader.close();
    phone.picks[0]?.succeed(phone.chosen(PATH));
    await expect(picking).rejects.toThrow('Expected an open uploader, got 1 images for a closed one.');
  });
});

describe('owners', () => {
  async function storedBy(phone: ReturnType<typeof scriptedWx>, owner: string) {
    const uploader = createUploader({ policy: { url: URL }, wx: phone.wx, owner });
    await settled();
    const paths = uploader.uploads().map(({ image }) => image.path);
    return { uploader, paths };
  }

  test('images of another owner are neither shown nor sent, and go on when he is back', async () => {
    const { phone, uploader } = await uploaderOnPhone({ owner: 'A' });
    uploader.pause();
    const picking = uploader.pick();
    phone.picks[0]?.succeed(phone.chosen(PATH));
    const [image] = (await picking).added;
    uploader.close();

    const second = await storedBy(phone, 'B');
    expect(second.paths).toEqual([]);
    second.uploader.close();

    const back = await storedBy(phone, 'A');
    expect(back.uploader.uploads().map(({ image: { id } }) => id)).toEqual([image?.id]);
    back.uploader.close();

    const last = await storedBy(phone, 'B');
    await last.uploader.discardOthers();
    last.uploader.close();
    expect((await storedBy(phone, 'A')).uploader.uploads()).toEqual([]);
    expect(Object.keys(phone.files)).toEqual([PATH]);
  });

  test('while a function names someone else, nothing is sent', async () => {
    let user = 'A';
    const { phone, uploader } = await uploaderOnPhone({ owner: () => user });
    user = 'B';
    const picking = uploader.pick();
    phone.picks[0]?.succeed(phone.chosen(PATH));
    await picking;
    expect(phone.requests).toHaveLength(0);
    user = 'A';
    uploader.resume();
    await settled();
    expect(phone.requests).toHaveLength(1);
  });

  test('a policy that comes when someone else is logged in serves nobody', async () => {
    let user = 'A';
    const { phone, uploader } = await uploaderOnPhone({ owner: () => user });
    const picking = uploader.pick();
    phone.picks[0]?.succeed(phone.chosen(PATH));
    await picking;
    user = 'B';
    phone.requests[0]?.succeed({ statusCode: 200, data: policyAnswer(), header: {} });
    await settled();
    user = 'A';
    uploader.pause();
    uploader.resume();
    phone.setNetwork('4g');
    await settled();
    expect(phone.uploads).toHaveLength(0);
    uploader.close();
  });
});

test('an uploader that is closed once more does not make room for a second one of its name', async () => {
  const { phone, uploader } = await uploaderOnPhone();
  const options = { policy: { url: URL }, wx: phone.wx };
  uploader.close();
  const next = createUploader(options);
  uploader.close();
  expect(() => createUploader(options)).toThrow(/^Expected one uploader named "default" at a time/);
  next.close();
});

test('an owner that cannot be told for a while sends nothing, and loses nothing', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation();
  let user: { id: string } | undefined = { id: 'A' };
  const owner = () => {
    if (!user) throw new TypeError('Cannot read properties of undefined');
    return user.id;
  };
  const { phone, uploader } = await uploaderOnPhone({ owner });
  user = undefined;
  const picking = uploader.pick();
  phone.picks[0]?.succeed(phone.chosen(PATH));
  expect((await picking).added).toHaveLength(1);
  expect(phone.requests).toHaveLength(0);
  user = { id: 'A' };
  phone.setNetwork('4g');
  await settled();
  expect(phone.requests).toHaveLength(1);
  expect(said).toHaveBeenCalledWith(expect.stringContaining('owner'), expect.any(TypeError));
  uploader.close();
  said.mockRestore();
});
