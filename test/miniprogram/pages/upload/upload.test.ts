import type { Rendered } from 'miniprogram-simulate';
import { policyUrl } from '../../../../miniprogram/config';
import { en } from '../../../../miniprogram/words/en';
import { zh } from '../../../../miniprogram/words/zh';
import { policyAnswer, SIGNED_AT } from '../../../sample-policy';
import { type PhoneOptions, type ScriptedPhone, scriptedWx } from '../../../scripted-wx';
import { render, tap as tapIn, textIn } from '../../render';

const png = (seed: number) =>
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Array(2040).fill(seed)]);
const PATHS = ['wxfile://tmp_a.png', 'wxfile://tmp_b.png', 'wxfile://tmp_c.png', 'wxfile://tmp_d.png'] as const;

let phone: ScriptedPhone;
let page: Rendered;

function open(options: PhoneOptions = {}): void {
  phone = scriptedWx({ files: Object.fromEntries(PATHS.map((path, index) => [path, png(index)])), ...options });
  Object.assign(globalThis, { wx: phone.wx });
  page = render('pages/upload/upload');
}

/** Everything runs that can, and the page shows it: it draws at most ten times a second. */
const settled = () => jest.advanceTimersByTimeAsync(100);

const tap = async (...where: Parameters<typeof tapIn>) => {
  await tapIn(...where);
  await settled();
};

beforeEach(() => {
  jest.useFakeTimers();
  jest.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  page.detach();
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const tiles = () => page.querySelectorAll('.tiles');
const tile = (index: number) => tiles()[index];
const last = <Item>(list: readonly Item[]): Item => {
  const item = list.at(-1);
  if (item === undefined) throw new Error('Expected a call of wx, there was none.');
  return item;
};

async function pick(...paths: string[]): Promise<void> {
  await tap(page, '.pick');
  last(phone.picks).succeed(phone.chosen(...paths));
  await settled();
}

/** Picks, and lets the backend answer its policy. */
async function pickAndSign(...paths: string[]): Promise<void> {
  await pick(...paths);
  last(phone.requests).succeed({ statusCode: 200, data: policyAnswer(), header: { Date: SIGNED_AT.toUTCString() } });
  await settled();
}

async function store(index: number): Promise<void> {
  phone.uploads[index]?.headers({ 'x-oss-request-id': '65E1A0B2' });
  phone.uploads[index]?.succeed({ statusCode: 201, data: '' });
  await settled();
}

test('an empty page says what to do, under a title of its language', () => {
  open();
  expect(textIn(page, '.empty-title')).toBe(en.emptyTitle);
  expect(textIn(page, '.pick')).toBe(en.pick);
  expect(phone.titles).toEqual([en.title]);
});

test('Chinese clients read Chinese', () => {
  open({ language: 'zh_CN' });
  expect(textIn(page, '.empty-title')).toBe(zh.emptyTitle);
  expect(phone.titles).toEqual([zh.title]);
});

test('each picked image is a tile with number, size and state', async () => {
  open();
  await pick(PATHS[0], PATHS[1]);
  expect(last(phone.picks).options.count).toBe(9);
  expect(tiles().map((one) => textIn(one, '.name'))).toEqual(['Picture 1', 'Picture 2']);
  expect(textIn(tile(0), '.size')).toBe('2 KB');
  expect(textIn(page, '.summary')).toBe('0 of 2 uploaded');
  expect(textIn(page, '.pick')).toBe(en.pickMore);
});

test('the policy comes from the configured backend, once for all', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1], PATHS[2]);
  await pick(PATHS[3]);
  expect(phone.requests.map(({ options }) => options.url)).toEqual([policyUrl('develop')]);
});

test('a tile follows its upload: percent, processing, stored with its address', async () => {
  open();
  await pickAndSign(PATHS[0]);
  phone.uploads[0]?.progress(40);
  await settled();
  expect(textIn(tile(0), '.state')).toBe('Uploading 40%');
  expect(tile(0)?.querySelector('.done')?.dom.style.width).toBe('40%');
  phone.uploads[0]?.progress(100);
  await settled();
  expect(textIn(tile(0), '.state')).toBe(en.states.processing);

  await store(0);
  expect(textIn(tile(0), '.state')).toBe(en.states.stored);
  const { key } = phone.uploads[0]?.options.formData ?? {};
  expect(textIn(tile(0), '.address')).toBe(`${policyAnswer().host}/${key}`);
  expect(textIn(page, '.summary')).toBe('1 of 1 uploaded');
});

test('stored, but the callback failed: the tile says both', async () => {
  open();
  await pickAndSign(PATHS[0]);
  phone.uploads[0]?.succeed({ statusCode: 203, data: '<Error><Code>CallbackFailed</Code></Error>' });
  await settled();
  expect(textIn(tile(0), '.state')).toBe(en.states.stored);
  expect(textIn(tile(0), '.reason')).toBe(en.errors['callback-failed']);
});

test('at most three upload at once; the fourth waits for a place', async () => {
  open();
  await pickAndSign(...PATHS);
  expect(phone.uploads).toHaveLength(3);
  expect(textIn(tile(3), '.state')).toBe(en.states.waiting);
  await store(0);
  expect(phone.uploads).toHaveLength(4);
});

test('a tile that failed says that it is tried again, and is', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  phone.uploads[0]?.fail({ errMsg: 'uploadFile:fail net::ERR_CONNECTION_RESET', errno: 600001 });
  await settled();
  expect(textIn(tile(0), '.state')).toBe(en.willRetry);
  // The developer is told what the words leave out.
  expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('ERR_CONNECTION_RESET'), expect.anything());
  await store(1);
  expect(textIn(tile(1), '.state')).toBe(en.states.stored);

  await jest.advanceTimersByTimeAsync(2000);
  await store(2);
  expect(textIn(tile(0), '.state')).toBe(en.states.stored);
});

/** Fails all uploads that run with a policy that has expired, twice: then they are not tried again. */
async function expire(): Promise<void> {
  const data =
    '<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>';
  const refuse = async (from: number) => {
    for (const upload of phone.uploads.slice(from)) upload.succeed({ statusCode: 403, data });
    await settled();
  };
  const first = phone.uploads.length;
  await refuse(0);
  last(phone.requests).succeed({ statusCode: 200, data: policyAnswer(), header: { Date: SIGNED_AT.toUTCString() } });
  await settled();
  await refuse(first);
}

test('one that is not tried again says why; a person can', async () => {
  open();
  await pickAndSign(PATHS[0]);
  await expire();
  expect(textIn(tile(0), '.reason')).toBe(en.errors['policy-expired']);
  expect(textIn(page, '.summary')).toBe('0 of 1 uploaded · 1 not uploaded');
  expect(page.querySelector('.retry-failed')).toBeUndefined();

  await tap(tile(0), '.retry');
  expect(textIn(tile(0), '.reason')).toBeUndefined();
});

test('several that failed are tried again with one tap', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await expire();
  expect(textIn(page, '.retry-failed')).toBe(en.retryFailed);
  await tap(page, '.retry-failed');
  expect(tiles().map((one) => textIn(one, '.reason'))).toEqual([undefined, undefined]);
  expect(page.querySelector('.retry-failed')).toBeUndefined();
});

test('pause stops what is uploading, and says so; going on starts it again', async () => {
  open();
  await pickAndSign(PATHS[0]);
  await tap(page, '.pause');
  expect(phone.uploads[0]?.aborted).toBe(true);
  expect(textIn(tile(0), '.state')).toBe(en.states.waiting);
  expect(textIn(page, '.summary')).toBe('0 of 1 uploaded · paused');

  await tap(page, '.resume');
  expect(phone.uploads).toHaveLength(2);
  expect(textIn(page, '.summary')).toBe('0 of 1 uploaded');
  await store(1);
  expect(page.querySelector('.pause')).toBeUndefined();
});

test('all that is not stored can be cancelled, and each can be tried again', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await store(0);
  await tap(page, '.cancel-all');
  expect(tiles().map((one) => textIn(one, '.state'))).toEqual([en.states.stored, en.states.cancelled]);
  expect(page.querySelector('.cancel-all')).toBeUndefined();
  await tap(tile(1), '.retry');
  await store(2);
  expect(textIn(tile(1), '.state')).toBe(en.states.stored);
});

test('without a network the page says what it waits for', async () => {
  open();
  phone.setNetwork('none');
  await pick(PATHS[0]);
  expect(textIn(page, '.summary')).toBe('0 of 1 uploaded · waiting for the network');
  expect(phone.requests).toHaveLength(0);
  phone.setNetwork('wifi');
  await settled();
  expect(phone.requests).toHaveLength(1);
});

test('pictures that are in the list already are not added again, and the page says so', async () => {
  open();
  await pick(PATHS[0]);
  phone.files['wxfile://tmp_again.png'] = png(0);
  await pick('wxfile://tmp_again.png', PATHS[1]);
  expect(tiles()).toHaveLength(2);
  expect(textIn(page, '.notice')).toBe('1 of them are in the list already.');
});

test('an image that would not survive says so until it is stored', async () => {
  open();
  const files = phone.wx.getFileSystemManager();
  jest.spyOn(phone.wx, 'getFileSystemManager').mockReturnValue(files);
  jest.spyOn(files, 'copyFile').mockImplementation((option) =>
    option.fail?.({
      errMsg: 'copyFile:fail the maximum size of the file storage limit is exceeded',
      errCode: 1300202,
    }),
  );
  page.detach();
  page = render('pages/upload/upload');
  await pickAndSign(PATHS[0]);
  expect(textIn(tile(0), '.reason')).toBe(en.atRisk);
  await store(0);
  expect(textIn(tile(0), '.reason')).toBeUndefined();
});

test('what an earlier run left is there again and goes on; what is gone has to be picked again, and goes on then', async () => {
  open();
  await pick(PATHS[0], PATHS[1]);
  page.detach();
  const kept = Object.keys(phone.files).filter((path) => path.startsWith('wxfile://usr/'));
  expect(kept).toHaveLength(2);
  delete phone.files[kept[1] ?? ''];

  const { files, storage } = phone;
  open({ files, storage });
  await settled();
  last(phone.requests).succeed({ statusCode: 200, data: policyAnswer(), header: { Date: SIGNED_AT.toUTCString() } });
  await settled();
  await store(0);
  expect(tiles().map((one) => textIn(one, '.state'))).toEqual([en.states.stored, en.states.failed]);
  expect(textIn(tile(1), '.reason')).toBe(en.errors['file-missing']);
  expect(tile(1)?.querySelector('.retry')).toBeUndefined();

  // The copy is deleted, so the stored object is shown.
  await tap(tile(0), '.thumbnail');
  expect(phone.previews[0]?.current).toBe(textIn(tile(0), '.address'));

  // The same picture, picked again, goes on in its old place.
  await pick(PATHS[1]);
  expect(tiles()).toHaveLength(2);
  expect(textIn(tile(1), '.state')).toBe(en.states.uploading.replace('{percent}', '0'));
  await tap(tile(1), '.thumbnail');
  expect(phone.previews[1]?.current).toBe(PATHS[1]);
});

test('where trying again cannot help, it is not offered', async () => {
  open({ files: { [PATHS[0]]: new Uint8Array(0) } });
  await pick(PATHS[0]);
  expect(textIn(tile(0), '.reason')).toBe(en.errors['file-empty']);
  expect(tile(0)?.querySelector('.retry')).toBeUndefined();
});

test('the first tap on × cancels, the next one removes; the others keep their numbers, and new ones count on', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await tap(tile(0), '.dismiss');
  expect(phone.uploads[0]?.aborted).toBe(true);
  expect(textIn(tile(0), '.state')).toBe(en.states.cancelled);
  await tap(tile(0), '.dismiss');
  await pick(PATHS[2]);
  expect(tiles().map((one) => textIn(one, '.name'))).toEqual(['Picture 2', 'Picture 3']);
  await store(1);
  expect(textIn(tile(0), '.state')).toBe(en.states.stored);
});

test('when the last tile is removed the page is as at first', async () => {
  open();
  await pickAndSign(PATHS[0]);
  await store(0);
  await tap(tile(0), '.dismiss');
  expect(textIn(page, '.empty-title')).toBe(en.emptyTitle);
  expect(textIn(page, '.pick')).toBe(en.pick);
});

test('a tap on a thumbnail shows it large, among all that are there', async () => {
  open();
  await pick(PATHS[0], PATHS[1]);
  await tap(tile(1), '.thumbnail');
  expect(phone.previews).toEqual([{ current: PATHS[1], urls: [PATHS[0], PATHS[1]] }]);
});

test('the address of what was stored can be copied', async () => {
  open();
  await pickAndSign(PATHS[0]);
  await store(0);
  await tap(tile(0), '.copy');
  expect(phone.clipboard).toEqual([textIn(tile(0), '.address')]);
});

test('a picker that is closed changes nothing', async () => {
  open();
  await tap(page, '.pick');
  last(phone.picks).fail({ errMsg: 'chooseImage:fail cancel' });
  await settled();
  expect(tiles()).toEqual([]);
  expect(page.querySelector('.notice')).toBeUndefined();
});

test('a picker that fails says why, until the next pick', async () => {
  open();
  await tap(page, '.pick');
  last(phone.picks).fail({ errMsg: 'chooseImage:fail privacy permission is not authorized', errno: 104 });
  await settled();
  expect(textIn(page, '.notice')).toBe(en.errors['privacy-refused']);
  await pick(PATHS[0]);
  expect(page.querySelector('.notice')).toBeUndefined();
});

test('leaving the page stops what is under way, and nothing is shown after that', async () => {
  open();
  await pickAndSign(PATHS[0]);
  page.detach();
  expect(phone.uploads[0]?.aborted).toBe(true);
});
