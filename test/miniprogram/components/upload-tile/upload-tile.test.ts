import { blankTile, type Tile } from '../../../../miniprogram/components/upload-tile/tile';
import { en } from '../../../../miniprogram/words/en';
import { render, tap, textIn } from '../../render';

const tileOf = (part: Partial<Tile>): Tile => ({ ...blankTile, id: 'one', name: 'Picture 1', ...part });
const show = (part: Partial<Tile>) => render('components/upload-tile/upload-tile', { tile: tileOf(part), words: en });

test('a bar shows while bytes go out and while OSS works on them, and at no other time', () => {
  expect(show({ state: 'uploading', percent: 30 }).querySelector('.done')?.dom.style.width).toBe('30%');
  expect(show({ state: 'processing', percent: 100 }).querySelector('.done')?.dom.style.width).toBe('100%');
  for (const state of ['waiting', 'stored', 'failed'] as const) {
    expect(show({ state }).querySelector('.done')).toBeUndefined();
  }
});

test('what cannot be drawn says so in place of the picture', async () => {
  const tile = show({ path: 'wxfile://tmp_a.heic' });
  expect(tile.querySelector('.picture')).toBeDefined();
  tile.querySelector('.picture')?.dispatchEvent('error');
  await Promise.resolve();
  expect(textIn(tile, '.thumbnail')).toBe(en.noThumbnail);
});

test.each([
  ['preview', '.thumbnail', {}],
  ['dismiss', '.dismiss', {}],
  ['retry', '.retry', { state: 'failed' as const, canRetry: true }],
  ['copy', '.copy', { state: 'stored' as const, address: 'https://b.example.com/uploads/a.png' }],
])('a tap tells %s, with the id of the image', async (event, selector, part) => {
  const tile = show(part);
  const told: unknown[] = [];
  tile.addEventListener(event, ({ detail }) => told.push(detail));
  await tap(tile, selector);
  expect(told).toEqual([{ id: 'one' }]);
});
