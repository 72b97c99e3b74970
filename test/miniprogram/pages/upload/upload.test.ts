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

/** Runs everything that is pending and the page's next update, of which there are at most ten a second. */
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
  if (item === undefined) throw new Error('Expected a call of wx, got none.');
  return item;
};

async function pick(...paths: string[]): Promise<void> {
  await tap(page, '.pick');
  last(phone.picks).succeed(phone.chosen(...paths));
  await settled();
}

/** Picks images and answers the policy request. */
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

test('shows a hint on an empty page, with a title in its language', () => {
  open();
  expect(textIn(page, '.empty-title')).toBe(en.emptyTitle);
  expect(textIn(page, '.pick')).toBe(en.pick);
  expect(phone.titles).toEqual([en.title]);
});

test('shows Chinese to Chinese clients', () => {
  open({ language: 'zh_CN' });
  expect(textIn(page, '.empty-title')).toBe(zh.emptyTitle);
  expect(phone.titles).toEqual([zh.title]);
});

test('shows a tile with number, size and state for each picked image', async () => {
  open();
  await pick(PATHS[0], PATHS[1]);
  expect(last(phone.picks).options.count).toBe(9);
  expect(tiles().map((one) => textIn(one, '.name'))).toEqual(['Picture 1', 'Picture 2']);
  expect(textIn(tile(0), '.size')).toBe('2 KB');
  expect(textIn(page, '.summary')).toBe('0 of 2 uploaded');
  expect(textIn(page, '.pick')).toBe(en.pickMore);
});

test('fetches one policy from the configured backend for all images', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1], PATHS[2]);
  await pick(PATHS[3]);
  expect(phone.requests.map(({ options }) => options.url)).toEqual([policyUrl('develop')]);
});

test('shows the progress of an upload in its tile: percent, processing, stored with its address', async () => {
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

test('shows that an image is stored although its callback failed', async () => {
  open();
  await pickAndSign(PATHS[0]);
  phone.uploads[0]?.succeed({ statusCode: 203, data: '<Error><Code>CallbackFailed</Code></Error>' });
  await settled();
  expect(textIn(tile(0), '.state')).toBe(en.states.stored);
  expect(textIn(tile(0), '.reason')).toBe(en.errors['callback-failed']);
});

test('uploads small images at the same time', async () => {
  open();
  await pickAndSign(...PATHS);
  expect(phone.uploads).toHaveLength(PATHS.length);
});

test('shows that a failed upload will be retried, and retries it', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  phone.uploads[0]?.fail({ errMsg: 'uploadFile:fail net::ERR_CONNECTION_RESET', errno: 600001 });
  await settled();
  expect(textIn(tile(0), '.state')).toBe(en.willRetry);
  // The console has the details for developers.
  expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('ERR_CONNECTION_RESET'), expect.anything());
  await store(1);
  expect(textIn(tile(1), '.state')).toBe(en.states.stored);

  await jest.advanceTimersByTimeAsync(2000);
  await store(2);
  expect(textIn(tile(0), '.state')).toBe(en.states.stored);
});

/** Fails all running uploads twice with an expired policy, after which they are not retried. */
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

test('shows why an upload is not retried, and offers a manual retry', async () => {
  open();
  await pickAndSign(PATHS[0]);
  await expire();
  expect(textIn(tile(0), '.reason')).toBe(en.errors['policy-expired']);
  expect(textIn(page, '.summary')).toBe('0 of 1 uploaded · 1 not uploaded');
  expect(page.querySelector('.retry-failed')).toBeUndefined();

  await tap(tile(0), '.retry');
  expect(textIn(tile(0), '.reason')).toBeUndefined();
});

test('retries all failed uploads with one tap', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await expire();
  expect(textIn(page, '.retry-failed')).toBe(en.retryFailed);
  await tap(page, '.retry-failed');
  expect(tiles().map((one) => textIn(one, '.reason'))).toEqual([undefined, undefined]);
  expect(page.querySelector('.retry-failed')).toBeUndefined();
});

test('pausing stops running uploads, resuming restarts them', async () => {
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

test('cancels all unfinished uploads, each of which can be retried', async () => {
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

test('shows that it waits for the network', async () => {
  open();
  phone.setNetwork('none');
  await pick(PATHS[0]);
  expect(textIn(page, '.summary')).toBe('0 of 1 uploaded · waiting for the network');
  phone.requests[0]?.fail({ errMsg: 'request:fail' });
  await settled();
  phone.setNetwork('wifi');
  await settled();
  expect(phone.requests).toHaveLength(2);
});

test('skips pictures that are already in the list, and says so', async () => {
  open();
  await pick(PATHS[0]);
  phone.files['wxfile://tmp_again.png'] = png(0);
  await pick('wxfile://tmp_again.png', PATHS[1]);
  expect(tiles()).toHaveLength(2);
  expect(textIn(page, '.notice')).toBe('1 of them are in the list already.');
});

test('shows that an image without a copy is at risk until it is stored', async () => {
  open();
  const files = phone.wx.getFileSystemManager();
  jest.spyOn(phone.wx, 'getFileSystemManager').mockReturnValue(files);
  jest.spyOn(files, 'copyFile').mockImplementation((option) =>
    option.fail?.({
      errMsg: 'copyFile:fail the maximum size of the file storage limit is exceeded',
      errno: 1300202,
    }),
  );
  page.detach();
  page = render('pages/upload/upload');
  await pickAndSign(PATHS[0]);
  expect(textIn(tile(0), '.reason')).toBe(en.atRisk);
  await store(0);
  expect(textIn(tile(0), '.reason')).toBeUndefined();
});

test('restores and resumes the uploads of an earlier run; one whose file is missing resumes once picked again', async () => {
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

  // Picking the same picture again resumes its tile.
  await pick(PATHS[1]);
  expect(tiles()).toHaveLength(2);
  expect(textIn(tile(1), '.state')).toBe(en.states.uploading.replace('{percent}', '0'));
  await tap(tile(1), '.thumbnail');
  expect(phone.previews[1]?.current).toBe(PATHS[1]);
});

test('offers no retry where it cannot help', async () => {
  open({ files: { [PATHS[0]]: new Uint8Array(0) } });
  await pick(PATHS[0]);
  expect(textIn(tile(0), '.reason')).toBe(en.errors['file-empty']);
  expect(tile(0)?.querySelector('.retry')).toBeUndefined();
});

test('the first tap on × cancels, the second removes; the other tiles keep their numbers, and new ones continue them', async () => {
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

test('shows the empty page after the last tile is removed', async () => {
  open();
  await pickAndSign(PATHS[0]);
  await store(0);
  await tap(tile(0), '.dismiss');
  expect(textIn(page, '.empty-title')).toBe(en.emptyTitle);
  expect(textIn(page, '.pick')).toBe(en.pick);
});

test('a tap on a thumbnail previews it among all pictures', async () => {
  open();
  await pick(PATHS[0], PATHS[1]);
  await tap(tile(1), '.thumbnail');
  expect(phone.previews).toEqual([{ current: PATHS[1], urls: [PATHS[0], PATHS[1]] }]);
});

test('copies the address of a stored picture', async () => {
  open();
  await pickAndSign(PATHS[0]);
  await store(0);
  await tap(tile(0), '.copy');
  expect(phone.clipboard).toEqual([textIn(tile(0), '.address')]);
});

test('cancelling the picker changes nothing', async () => {
  open();
  await tap(page, '.pick');
  last(phone.picks).fail({ errMsg: 'chooseImage:fail cancel' });
  await settled();
  expect(tiles()).toEqual([]);
  expect(page.querySelector('.notice')).toBeUndefined();
});

test('shows why the picker failed until the next pick', async () => {
  open();
  await tap(page, '.pick');
  last(phone.picks).fail({ errMsg: 'chooseImage:fail privacy permission is not authorized', errno: 104 });
  await settled();
  expect(textIn(page, '.notice')).toBe(en.errors['privacy-refused']);
  await pick(PATHS[0]);
  expect(page.querySelector('.notice')).toBeUndefined();
});

test('leaving the page stops its uploads and updates', async () => {
  open();
  await pickAndSign(PATHS[0]);
  page.detach();
  expect(phone.uploads[0]?.aborted).toBe(true);
});
