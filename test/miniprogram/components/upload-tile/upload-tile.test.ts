import { blankTile, type Tile } from '../../../../miniprogram/components/upload-tile/tile';
import { en } from '../../../../miniprogram/words/en';
import { render, tap, textIn } from '../../render';

const tileOf = (part: Partial<Tile>): Tile => ({ ...blankTile, id: 'one', name: 'Picture 1', ...part });
const show = (part: Partial<Tile>) => render('components/upload-tile/upload-tile', { tile: tileOf(part), words: en });

test('shows the progress bar only while uploading and processing', () => {
  expect(show({ state: 'uploading', percent: 30 }).querySelector('.done')?.dom.style.width).toBe('30%');
  expect(show({ state: 'processing', percent: 100 }).querySelector('.done')?.dom.style.width).toBe('100%');
  for (const state of ['waiting', 'stored', 'failed'] as const) {
    expect(show({ state }).querySelector('.done')).toBeUndefined();
  }
});

test('shows a placeholder for a picture that cannot be displayed', async () => {
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
])('a tap triggers `%s` with the id of the image', async (event, selector, part) => {
  const tile = show(part);
  const details: unknown[] = [];
  tile.addEventListener(event, ({ detail }) => details.push(detail));
  await tap(tile, selector);
  expect(details).toEqual([{ id: 'one' }]);
});
