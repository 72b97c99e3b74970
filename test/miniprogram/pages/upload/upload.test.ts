import type { Rendered } from 'miniprogram-simulate';
import { policyUrl } from '../../../../miniprogram/config';
import { en } from '../../../../miniprogram/words/en';
import { zh } from '../../../../miniprogram/words/zh';
import { policyAnswer, SIGNED_AT } from '../../../sample-policy';
import { type PhoneOptions, type ScriptedPhone, scriptedWx, settled } from '../../../scripted-wx';
import { render, tap, textIn } from '../../render';

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Array(2040).fill(7)]);
const PATHS = ['wxfile://tmp_a.png', 'wxfile://tmp_b.png', 'wxfile://tmp_c.png', 'wxfile://tmp_d.png'] as const;

let phone: ScriptedPhone;
let page: Rendered;

function open(options: PhoneOptions = {}): void {
  phone = scriptedWx({ files: Object.fromEntries(PATHS.map((path) => [path, PNG])), ...options });
  Object.assign(globalThis, { wx: phone.wx });
  page = render('pages/upload/upload');
}

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  page.detach();
  jest.restoreAllMocks();
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
  phone.uploads[index]?.succeed({ statusCode: 200, data: '' });
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
  await pickAndSign(...PATHS);
  await pick(PATHS[0]);
  expect(phone.requests.map(({ options }) => options.url)).toEqual([policyUrl('develop')]);
});

test('a tile follows its upload: percent, processing, stored with its address', async () => {
  open();
  await pickAndSign(PATHS[0]);
  phone.uploads[0]?.progress(40);
  expect(textIn(tile(0), '.state')).toBe('Uploading 40%');
  expect(tile(0)?.querySelector('.done')?.dom.style.width).toBe('40%');
  phone.uploads[0]?.progress(100);
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

test('a tile that failed says why; trying again uploads it', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  phone.uploads[0]?.fail({ errMsg: 'uploadFile:fail net::ERR_CONNECTION_RESET', errno: 600001 });
  await settled();
  expect(textIn(tile(0), '.reason')).toBe(en.errors.network);
  // The developer is told what the words leave out.
  expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('ERR_CONNECTION_RESET'), expect.anything());
  await store(1);
  expect(textIn(tile(1), '.state')).toBe(en.states.stored);

  await tap(tile(0), '.retry');
  await store(2);
  expect(textIn(tile(0), '.state')).toBe(en.states.stored);
  expect(textIn(tile(0), '.reason')).toBeUndefined();
});

test('where trying again cannot help, it is not offered', async () => {
  open({ files: { [PATHS[0]]: new Uint8Array(0) } });
  await pick(PATHS[0]);
  expect(textIn(tile(0), '.reason')).toBe(en.errors['file-empty']);
  expect(tile(0)?.querySelector('.retry')).toBeUndefined();
});

test('removing a tile stops its upload; the others keep their numbers, and new ones count on', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await tap(tile(0), '.remove');
  expect(phone.uploads[0]?.aborted).toBe(true);
  await pick(PATHS[2]);
  expect(tiles().map((one) => textIn(one, '.name'))).toEqual(['Picture 2', 'Picture 3']);
  await store(1);
  expect(textIn(tile(0), '.state')).toBe(en.states.stored);
});

test('when the last tile is removed the page is as at first', async () => {
  open();
  await pickAndSign(PATHS[0]);
  await tap(tile(0), '.remove');
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
