import type { Rendered } from 'miniprogram-simulate';
import type { Tile } from '../../../../miniprogram/components/oss-uploader/tile';
import { en } from '../../../../miniprogram/words/en';
import { textIn } from '../../render';
import {
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

const photo = (name: string) => ({ key: `photos/${name}.jpg`, url: `https://img.example.com/photos/${name}.jpg` });
const [A, B, C] = [photo('a'), photo('b'), photo('c')];
const stored = { key: expect.stringMatching(/^uploads/), url: expect.stringMatching(/^https:/) };

/** Of the tiles that are drawn. */
const sources = () => (page.data['tiles'] as Tile[]).filter(({ look }) => look !== 'gone').map(({ path }) => path); // as the component declares them
const value = () => page.data['value'];
const changes = () => events.map(([, detail]) => detail);

test('images of the page are shown as stored, in its order, without a request', async () => {
  open({}, { value: [B, A], max: 3 });
  await settled();
  expect(words()).toEqual(['✓', '✓']);
  expect(sources()).toEqual([B.url, A.url]);
  expect(textIn(head(), '.title')).toBe('All 2 uploaded');
  expect(phone.requests).toEqual([]);
  expect(events).toEqual([]);
  await tap(tile(1), '.face');
  expect(phone.previews).toEqual([{ current: A.url, urls: [B.url, A.url] }]);
  await tap(head(), '.main');
  expect(phone.clipboard).toEqual([`${B.url}\n${A.url}`]);
});

test('they count towards the maximum, and come before those picked later', async () => {
  open({}, { value: [A, B], max: 3 });
  await settled();
  await pickAndSign(PATHS[0]);
  expect(last(phone.picks).options.count).toBe(1);
  expect(textIn(page, '.add')).toBe('+Full 3/3');
  await store(0);
  expect(value()).toEqual([A, B, stored]);
  expect(events.filter(([name]) => name === 'change')).toEqual([['change', { value: [A, B, stored] }]]);
});

test('one is removed, brought back, and removed for good', async () => {
  open({}, { value: [A, B] });
  await settled();
  await tap(tile(0), '.remove');
  expect(words()).toEqual(['Removed · Undo', '✓']);
  expect(value()).toEqual([B]);
  await tap(tile(0), '.removed');
  expect(value()).toEqual([A, B]);
  await tap(tile(0), '.remove');
  await pick(PATHS[0]);
  expect(words()).toEqual(['✓', en.states.preparing]);
  expect(changes()).toEqual([{ value: [B] }, { value: [A, B] }, { value: [B] }]);
});

test('one without an address is shown without a picture, and cannot be opened', async () => {
  open({}, { value: [{ key: 'private/a.jpg' }, { key: 'private/b.jpg', url: null }, A] });
  await settled();
  expect(textIn(tile(0), '.broken')).toBe(en.noThumbnail);
  await tap(tile(1), '.face');
  expect(phone.previews).toEqual([]);
  await tap(tile(2), '.face');
  expect(phone.previews).toEqual([{ current: A.url, urls: [A.url] }]);
  expect(value()).toEqual([{ key: 'private/a.jpg' }, { key: 'private/b.jpg' }, A]);
});

test('an image that the queue still has is shown once, in the order of the page', async () => {
  open();
  await pickAndSign(PATHS[0], PATHS[1]);
  await store(0, 1);
  const [first, second] = value() as [object, object];
  page.detach();
  show({ value: [A, second] });
  await settled();
  expect(value()).toEqual([A, second, first]);
  expect(tiles()).toHaveLength(3);
  await tap(tile(1), '.remove');
  page.detach();
  show({ value: [A] });
  await settled();
  expect(value()).toEqual([A, first]);
});

test('what cannot be used is left out, and a developer reads why', async () => {
  open({}, { value: [A, 'https://img.example.com/b.jpg', { url: B.url }, { key: 'c.jpg', url: 7 }, null] });
  await settled();
  expect(tiles()).toHaveLength(1);
  expect(jest.mocked(console.warn).mock.calls.map(([message]) => message)).toEqual(
    ['"https://img.example.com/b.jpg"', `{"url":"${B.url}"}`, '{"key":"c.jpg","url":7}', 'null'].map(
      (got) => `Expected each entry of \`value\` to be { key, url }, got ${got}: it is not shown.`,
    ),
  );
  expect(value()).toEqual([A]);
});

describe('in a page', () => {
  const set = async (host: Rendered, data: object) => {
    host.setData({ ...data });
    await settled();
  };

  test('images that it loads later come first, and nothing that was picked meanwhile is lost', async () => {
    const host = openInPage(null);
    await settled();
    await pickAndSign(PATHS[0], PATHS[1]);
    await store(0);
    await set(host, { photos: [A, B] });
    expect(words()).toEqual(['✓', '✓', '✓', en.states.preparing]);
    expect(value()).toEqual([A, B, stored]);
    await store(1);
    expect(changes()).toEqual([{ value: [stored] }, { value: [A, B, stored] }, { value: [A, B, stored, stored] }]);
    expect(textIn(tile(3), '.cross')).toBe('×');
  });

  test('one that ignores changes and sets other data loses nothing', async () => {
    const host = openInPage([A, B], (self) => self.setData({ title: 'changed' }));
    await settled();
    await pickAndSign(PATHS[0]);
    await store(0);
    await tap(tile(0), '.remove');
    await set(host, { title: 'anything' });
    expect(value()).toEqual([B, stored]);
    expect(changes()).toEqual([{ value: [A, B, stored] }, { value: [B, stored] }]);
    await tap(tile(1), '.face');
    await set(host, { photos: [A, B, C] });
    expect(value()).toEqual([B, C, stored]);
  });

  test('one that follows changes takes out, adds and empties', async () => {
    const host = openInPage([A, B], (self, photos) => self.setData({ photos }));
    await settled();
    await pickAndSign(PATHS[0]);
    await store(0);
    await tap(tile(0), '.remove');
    expect(words()).toEqual(['Removed · Undo', '✓', '✓']);
    await set(host, { photos: [C, B] });
    expect(value()).toEqual([C, B]);
    expect(sources()).toEqual([C.url, B.url]);
    await set(host, { photos: [] });
    expect(tiles()).toEqual([]);
    expect(textIn(page, '.empty-title')).toBe(en.emptyTitle);
    expect(value()).toEqual([]);
  });

  test('one that follows late does not bring back what was removed meanwhile', async () => {
    const late: unknown[] = [];
    const host = openInPage([A, B], (_, photos) => late.push(photos));
    await settled();
    await pickAndSign(PATHS[0]);
    await store(0);
    await tap(tile(0), '.remove');
    await set(host, { photos: late[0] });
    await set(host, { photos: late[1] });
    expect(value()).toEqual([B, stored]);
  });
});
