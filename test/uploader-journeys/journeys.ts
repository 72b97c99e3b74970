/** What a person sees of the uploader. */
export interface Seen {
  title: string;
  /** The word, the percent or the check mark of each tile. */
  tiles: string[];
  banners: string[];
}

/** Plays a person and OSS, on one of the frameworks that phones have. */
export interface UploaderDriver {
  /** Picks so many pictures that were not picked before. */
  pick(count: number): Promise<void>;
  /** OSS answers the upload of the picture with this index, which waits for it: uploads arrive in any order. */
  answer(picture: number, how: 'stored' | 'refused'): Promise<void>;
  tap(part: 'pause' | 'more' | 'remove' | 'removed' | 'first' | 'second' | 'tile', index?: number): Promise<void>;
  /** Chooses a line of the sheet, or the button of the question. */
  choose(index: number): Promise<void>;
  confirm(): Promise<void>;
  /** Resolves once this is seen; rejects with what is seen instead. */
  shows(seen: Seen): Promise<void>;
}

const NO_BANNERS = { banners: [] };
const REFUSED = 'The picture is outside what may be uploaded here.';

/** The journeys that look the same on exparser (miniprogram-simulate) and glass-easel (the preview). */
export const JOURNEYS: Readonly<Record<string, (driver: UploaderDriver) => Promise<void>>> = {
  'pictures are stored one by one': async ({ pick, answer, shows }) => {
    await pick(2);
    await shows({ title: 'Uploading 0 of 2', tiles: ['Preparing', 'Preparing'], ...NO_BANNERS });
    await answer(1, 'stored');
    await shows({ title: 'Uploading 1 of 2', tiles: ['Preparing', '✓'], ...NO_BANNERS });
    await answer(0, 'stored');
    await shows({ title: 'All 2 uploaded', tiles: ['✓', '✓'], ...NO_BANNERS });
  },

  'one that is refused holds up no other, and is removed': async ({ pick, answer, tap, shows }) => {
    await pick(3);
    await answer(0, 'refused');
    await answer(1, 'stored');
    await answer(2, 'refused');
    await shows({
      title: '1 of 3 uploaded',
      tiles: ['Failed', '✓', 'Failed'],
      banners: [`2 not uploaded: ${REFUSED}`],
    });
    await tap('remove', 0);
    await tap('remove', 0);
    await shows({
      title: '0 of 1 uploaded',
      tiles: ['Removed · Undo', 'Failed'],
      banners: [expect.stringContaining(REFUSED)],
    });
  },

  'paused and resumed': async ({ pick, answer, tap, shows }) => {
    await pick(2);
    await answer(0, 'stored');
    await shows({ title: 'Uploading 1 of 2', tiles: ['✓', 'Preparing'], ...NO_BANNERS });
    await tap('pause');
    await shows({ title: 'Paused · 1 of 2', tiles: ['✓', 'Paused'], ...NO_BANNERS });
    await tap('pause');
    await shows({ title: 'Uploading 1 of 2', tiles: ['✓', 'Preparing'], ...NO_BANNERS });
    await answer(1, 'stored');
    await shows({ title: 'All 2 uploaded', tiles: ['✓', '✓'], ...NO_BANNERS });
  },

  'removed and brought back': async ({ pick, answer, tap, shows }) => {
    await pick(2);
    await answer(0, 'stored');
    await answer(1, 'stored');
    await shows({ title: 'All 2 uploaded', tiles: ['✓', '✓'], ...NO_BANNERS });
    await tap('remove', 1);
    await shows({ title: '1 picture uploaded', tiles: ['✓', 'Removed · Undo'], ...NO_BANNERS });
    await tap('removed');
    await shows({ title: 'All 2 uploaded', tiles: ['✓', '✓'], ...NO_BANNERS });
  },

  'all cancelled, and retried together': async ({ pick, answer, tap, choose, confirm, shows }) => {
    await pick(3);
    await answer(0, 'stored');
    await shows({ title: 'Uploading 1 of 3', tiles: ['✓', 'Preparing', 'Preparing'], ...NO_BANNERS });
    await tap('more');
    await choose(0);
    await confirm();
    await shows({ title: '1 of 3 uploaded', tiles: ['✓', 'Cancelled', 'Cancelled'], banners: ['2 cancelled'] });
    await tap('second');
    await answer(1, 'stored');
    await answer(2, 'stored');
    await shows({ title: 'All 3 uploaded', tiles: ['✓', '✓', '✓'], ...NO_BANNERS });
  },
};
