import { en } from '../../../../miniprogram/words/en';
import { zh } from '../../../../miniprogram/words/zh';
import { policyAnswer, SIGNED_AT } from '../../../sample-policy';
import { render, textIn } from '../../render';
import { png } from './fake-time';
import {
  banners,
  events,
  head,
  last,
  open,
  openInPage,
  PATHS,
  page,
  phone,
  pick,
  pickAndSign,
  refuse,
  settled,
  show,
  store,
  tap,
  tile,
  tiles,
  useUploaderPage,
  words,
} from './uploader-page';

useUploaderPage();

test('an empty uploader has one large button, in the language of the phone', () => {
  open();
  expect([textIn(page, '.empty-title'), textIn(page, '.pick')]).toEqual([en.emptyTitle, en.pick]);
  expect(page.querySelector('.add')).toBeUndefined();
  page.detach();
  open({ language: 'zh_CN' });
  expect(textIn(page, '.empty-title')).toBe(zh.emptyTitle);
});

test('slots take the place of the large button and of what is in the last tile, where a page says so', async () => {
  const host = openInPage([]);
  expect(textIn(page, '.pick')).toBe(en.pick);
  expect(host.querySelector('.own-empty')?.dom.isConnected).toBe(false);
  host.detach();
  const own = openInPage([], () => {}, 'custom-empty custom-add');
  expect(page.querySelector('.pick')).toBeUndefined();
  expect(own.querySelector('.own-empty')?.dom.isConnected).toBe(true);
  await tap(page, '.own');
  last(phone.picks).succeed(phone.chosen(PATHS[0]));
  await settled();
  expect(tiles()).toHaveLength(1);
  expect(page.querySelector('.add-plus')).toBeUndefined();
  expect(own.querySelector('.own-add')?.dom.isConnected).toBe(true);
});

test('words can be replaced', () => {
  open({}, { texts: { pick: 'Photos please' } });
  expect(textIn(page, '.pick')).toBe('Photos please');
});

test('each picked image is a tile, and the tile to add more counts them', async () => {
  open({}, { max: 30 });
  await pick(PATHS[0], PATHS[1]);
  expect(last(phone.picks).options.count).toBe(9);
  expect(words()).toEqual([en.states.preparing, en.states.preparing]);
  expect(textIn(head(), '.title')).toBe('Uploading 0 of 2');
  expect(textIn(page, '.add')).toBe('+Add 2/30');
  expect(page.querySelector('.pick')).toBeUndefined();
});

test('a pick takes no more than there is room for, and none where it is full', async () => {
  open({}, { max: 3 });
  await pick(PATHS[0], PATHS[1]);
  await pick(PATHS[2]);
  expect(phone.picks.map(({ options }) => options.count)).toEqual([3, 1]);
  expect(textIn(page, '.add')).toBe('+Full 3/3');
  await tap(page, '.add');
  expect(phone.picks).toHaveLength(2);
});

test('shows the percent, then that it is processed, then a check mark', async () => {
  open();
  await pickAndSign(PATHS[0]);
  phone.uploads[0]?.progress(40);
  await settled();
  expect(words()).toEqual(['40%']);
  phone.uploads[0]?.progress(100);
  await settled();
  expect(words()).toEqual(['99%']);
  await store(0);
  expect(words()).toEqual(['✓']);
  expect(textIn(head(), '.title')).toBe('1 picture uploaded');
});

test('the head tells bytes, pauses and resumes', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await store(0);
  expect([textIn(head(), '.title'), textIn(head(), '.detail')]).toEqual(['Uploading 1 of 2', '2 KB of 4 KB']);
  await tap(head(), '.main');
  expect([textIn(head(), '.title'), textIn(head(), '.main')]).toEqual(['Paused · 1 of 2', en.resume]);
  expect(words()).toEqual(['✓', en.states.paused]);
  await tap(head(), '.main');
  expect([textIn(head(), '.title'), textIn(head(), '.main')]).toEqual(['Uploading 1 of 2', en.pause]);
});

test('without a network the tiles say so, and nothing is lost', async () => {
  open();
  phone.setNetwork('none');
  await pick(PATHS[0]);
  expect(words()).toEqual([en.states.offline]);
  expect(textIn(head(), '.title')).toBe('Waiting for the network · 0 of 1');
});

test('one banner for each cause, with what can be done', async () => {
  open({ files: { [PATHS[0]]: new Uint8Array(0), [PATHS[1]]: png(1), [PATHS[2]]: png(2) } });
  await pickAndSign(PATHS[0], PATHS[1], PATHS[2]);
  await refuse(0, 1);
  expect(words()).toEqual(['Empty', 'Failed', 'Failed']);
  expect(banners()).toEqual([
    `1 not uploaded: ${en.errors['file-empty']}`,
    `2 not uploaded: ${en.errors['policy-violated']}`,
  ]);
  expect(page.querySelectorAll('.foot-item').some((one) => one.querySelector('.calm'))).toBe(false);
  await tap(page.querySelectorAll('.foot-item')[1], '.first');
  expect(phone.scrolls).toHaveLength(1);
});

test('an image that failed shows its reason and what can be done, in a sheet', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await refuse(0);
  await tap(tile(0), '.face');
  expect(last(phone.sheets).options).toMatchObject({ alertText: en.errors['policy-violated'], itemList: [en.remove] });
  phone.uploads[1]?.succeed({ statusCode: 404, data: '<Error><Code>NoSuchBucket</Code></Error>' });
  await settled();
  await tap(tile(1), '.face');
  expect(last(phone.sheets).options.itemList).toEqual([en.retry, en.remove]);
  last(phone.sheets).succeed({ tapIndex: 0 });
  await settled();
  expect(phone.uploads).toHaveLength(3);
});

test('a retry counts down, and a tap retries at once', async () => {
  open();
  await pickAndSign(PATHS[0]);
  for (let i = 0; i < 4; i++) {
    last(phone.uploads).fail({ errMsg: 'uploadFile:fail net::ERR_CONNECTION_RESET', errno: 600001 });
    await jest.advanceTimersByTimeAsync(i < 3 ? 10_000 : 100);
  }
  const [text = ''] = words();
  expect(text).toMatch(/^Again in \d+ s$/);
  await jest.advanceTimersByTimeAsync(2000);
  expect(Number(/\d+/.exec(words()[0] ?? '')?.[0])).toBe(Number(/\d+/.exec(text)?.[0]) - 2);
  const before = phone.uploads.length;
  await tap(tile(0), '.face');
  expect(phone.uploads).toHaveLength(before + 1);
});

test('a removed image leaves its place until the next action, and can be brought back', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await store(0);
  await tap(tile(0), '.remove');
  await tap(tile(0), '.removed');
  expect(words()[0]).toBe('✓');

  await tap(tile(0), '.remove');
  expect(words()[0]).toBe('Removed · Undo');
  await tap(tile(1), '.remove');
  expect(words()).toEqual(['Removed · Undo']);
  expect(phone.uploads[1]?.aborted).toBe(true);
  await tap(tile(0), '.removed');
  expect(words()).toEqual([en.states.preparing]);
  await store(2);
  expect(words()).toEqual(['✓']);
});

test('cancelling all asks first, and retrying all brings them back', async () => {
  open();
  await pickAndSign(...PATHS);
  await store(0);
  await tap(head(), '.more');
  expect(last(phone.sheets).options.itemList).toEqual([en.cancelAll, en.copyAll, en.clear]);
  last(phone.sheets).succeed({ tapIndex: 0 });
  expect(last(phone.modals).options).toMatchObject({
    title: 'Cancel 3 uploads?',
    content: 'The picture that is uploaded stays.',
  });
  last(phone.modals).succeed({ confirm: false });
  await settled();
  expect(words()[1]).toBe(en.states.preparing);
  last(phone.modals);
  await tap(head(), '.more');
  last(phone.sheets).succeed({ tapIndex: 0 });
  last(phone.modals).succeed({ confirm: true });
  await settled();
  expect(words()).toEqual(['✓', en.states.cancelled, en.states.cancelled, en.states.cancelled]);
  expect(banners()).toEqual(['3 cancelled']);
  expect(page.querySelector('.foot-item')?.querySelector('.calm')).toBeDefined();
  await tap(page.querySelector('.foot-item'), '.second');
  await store(4, 5, 6);
  expect(textIn(head(), '.title')).toBe('All 4 uploaded');
});

test('clearing takes what is stored off the list; with nothing left the uploader is empty again', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await store(0, 1);
  await tap(head(), '.more');
  last(phone.sheets).succeed({ tapIndex: 1 });
  await settled();
  expect(tiles()).toEqual([]);
  expect(textIn(page, '.empty-title')).toBe(en.emptyTitle);
  await pick(PATHS[2]);
  expect(tiles()).toHaveLength(1);
});

test('addresses are copied; where that fails they can be selected', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await store(0, 1);
  await tap(head(), '.main');
  expect(phone.clipboard[0]?.split('\n')).toEqual([
    expect.stringMatching(/^https:.*\.png$/),
    expect.stringMatching(/^https:.*\.png$/),
  ]);
  page.detach();
  open({ clipboardFails: true });
  await pickAndSign(PATHS[0]);
  await store(0);
  await tap(head(), '.main');
  expect(textIn(page, '.notice')).toContain(en.copyFailed);
  expect(textIn(page, '.address')).toMatch(/^https:.*\.png$/);
});

test('a private bucket offers no address, and says why', async () => {
  open({}, { publicUrl: 'private' });
  await pickAndSign(PATHS[0]);
  await store(0);
  await tap(head(), '.more');
  expect(last(phone.sheets).options.itemList).toEqual([en.clear]);
  expect(head()?.querySelector('.main')).toBeUndefined();
  tile(0)?.querySelector('.face')?.dispatchEvent('longpress');
  await settled();
  expect(last(phone.sheets).options).toMatchObject({ alertText: en.noAddress, itemList: [en.remove] });
});

test('a picture in the list is not added again, and this is said for a while', async () => {
  open();
  await pickAndSign(PATHS[0]);
  await store(0);
  phone.files['wxfile://tmp_again.png'] = png(0);
  await pick('wxfile://tmp_again.png', PATHS[1]);
  expect(tiles()).toHaveLength(2);
  expect(textIn(page, '.notice')).toBe('1 picture is in the list already.');
  await jest.advanceTimersByTimeAsync(7000);
  expect(page.querySelector('.notice')).toBeUndefined();
});

test('a tap opens the picture among all that can be drawn', async () => {
  open();
  await pick(PATHS[0], PATHS[1], PATHS[2]);
  tile(1)?.querySelector('.picture')?.dispatchEvent('error');
  await settled();
  await tap(tile(2), '.face');
  expect(phone.previews).toEqual([{ current: PATHS[2], urls: [PATHS[0], PATHS[2]] }]);
});

test('a picture that cannot be drawn says so once it is stored, and not over its state', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  for (const index of [0, 1]) tile(index)?.querySelector('.picture')?.dispatchEvent('error');
  await refuse(0);
  await store(1);
  expect(tile(0)?.querySelector('.broken')).toBeUndefined();
  expect(textIn(tile(1), '.broken')).toBe(en.noThumbnail);
});

test.each([
  ['chooseImage:fail privacy permission is not authorized', 'privacy-refused', 'openPrivacyContract', en.guide],
  ['chooseImage:fail system permission denied', 'permission-missing', 'openAppAuthorizeSetting', en.settings],
  ['chooseImage:fail scope unauthorized', 'scope-refused', 'openSetting', en.settings],
] as const)('%s: says what to do and leads there in one tap', async (errMsg, code, way, button) => {
  open();
  const opened = jest.fn();
  Object.assign(phone.wx, { [way]: opened });
  await tap(page, '.pick');
  last(phone.picks).fail({ errMsg });
  await settled();
  expect(banners()).toEqual([en.errors[code]]);
  expect(textIn(page.querySelector('.foot-item'), '.first')).toBe(button);
  await tap(page.querySelector('.foot-item'), '.first');
  expect(opened).toHaveBeenCalledTimes(1);
  expect(banners()).toEqual([]);
});

test('a client without the way out gets the sentence alone', async () => {
  open();
  await tap(page, '.pick');
  last(phone.picks).fail({ errMsg: 'chooseImage:fail privacy permission is not authorized' });
  await settled();
  expect(page.querySelector('.foot-item')?.querySelector('.first')).toBeUndefined();
  await pick(PATHS[0]);
  expect(banners()).toEqual([]);
});

test('tells the page what happens: change, stored, failed, finished', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await store(0);
  await refuse(1);
  const key = expect.stringMatching(/^uploads\/\w+\.png$/);
  expect(events).toEqual([
    ['change', { value: [{ key, url: expect.stringMatching(/^https:/) }] }],
    ['stored', expect.objectContaining({ key, size: 2048 })],
    ['failed', expect.objectContaining({ code: 'policy-violated' })],
    ['finished', { stored: 1, failed: 1 }],
  ]);
  expect(page.data['value']).toEqual([{ key, url: expect.any(String) }]);
  await tap(tile(0), '.remove');
  expect(events.at(-1)).toEqual(['change', { value: [] }]);
});

test('does not tell the page again what an earlier run has told it, but for the list', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await store(0);
  await refuse(1);
  page.detach();
  show();
  await settled();
  expect(tiles()).toHaveLength(2);
  expect(events).toEqual([['change', { value: [expect.objectContaining({ key: expect.any(String) })] }]]);
});

test('the screen stays on only while something runs', async () => {
  open();
  await pickAndSign(PATHS[0]);
  expect(phone.keptOn).toEqual([true]);
  await store(0);
  expect(phone.keptOn).toEqual([true, false]);
});

test('two of them with queues of their own do not disturb each other', async () => {
  open({}, { queue: 'album' });
  const other = render('components/oss-uploader/oss-uploader', {
    policyUrl: 'https://upload.example.com/policy',
    queue: 'avatar',
  });
  await pick(PATHS[0]);
  expect(tiles()).toHaveLength(1);
  expect(textIn(other, '.empty-title')).toBe(en.emptyTitle);
  other.detach();
});

test('read-only: it shows and offers nothing to change', async () => {
  open();
  await pickAndSign(PATHS[0]);
  await store(0);
  page.detach();
  const { files, storage } = phone;
  open({ files, storage }, { readOnly: true });
  await settled();
  expect(tiles()).toHaveLength(1);
  for (const part of ['.add', '.pick']) expect(page.querySelector(part)).toBeUndefined();
  expect(tile(0)?.querySelector('.remove')).toBeUndefined();
  expect(head()?.querySelector('.more')).toBeUndefined();
});

test('goes on with the images of an earlier run', async () => {
  open();
  await pick(PATHS[0], PATHS[1]);
  page.detach();
  const { files, storage } = phone;
  open({ files, storage });
  await settled();
  last(phone.requests).succeed({ statusCode: 200, data: policyAnswer(), header: { Date: SIGNED_AT.toUTCString() } });
  await settled();
  await store(0, 1);
  expect(textIn(head(), '.title')).toBe('All 2 uploaded');
});

test('an image that cannot be copied is at risk until it is stored', async () => {
  open();
  const files = phone.wx.getFileSystemManager();
  jest.spyOn(phone.wx, 'getFileSystemManager').mockReturnValue(files);
  jest.spyOn(files, 'copyFile').mockImplementation((option) => option.fail?.({ errMsg: 'copyFile:fail full' }));
  page.detach();
  show();
  await pickAndSign(PATHS[0]);
  expect(banners()).toEqual([en.atRisk]);
  await store(0);
  expect(banners()).toEqual([]);
});

test('leaving the page stops its uploads and updates', async () => {
  open();
  await pickAndSign(PATHS[0]);
  page.detach();
  expect(phone.uploads[0]?.aborted).toBe(true);
});
