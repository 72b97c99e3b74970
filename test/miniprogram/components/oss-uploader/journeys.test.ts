import type { Rendered } from 'miniprogram-simulate';
import type { Tile } from '../../../../miniprogram/components/oss-uploader/tile';
import { policyAnswer, SIGNED_AT } from '../../../sample-policy';
import { scriptedWx } from '../../../scripted-wx';
import { JOURNEYS, type UploaderDriver } from '../../../uploader-journeys/journeys';
import { render, tap as tapIn, textIn } from '../../render';
import { png, useFakeTime } from './fake-time';

const REFUSED = '<Error><Code>AccessDenied</Code><EC>0006-00000227</EC></Error>';

let page: Rendered;

afterEach(() => page.detach());
useFakeTime();

/** Runs everything that is pending and the next updates. */
const settled = () => jest.advanceTimersByTimeAsync(300);

function openDriver(): UploaderDriver {
  const phone = scriptedWx();
  Object.assign(globalThis, { wx: phone.wx });
  page = render('components/oss-uploader/oss-uploader', { policyUrl: 'https://upload.example.com/policy' });
  let picked = 0;
  const cells = () => page.querySelectorAll('.cell').filter(({ dom }) => !dom.className.includes('add'));
  const whereIs = (part: string, index: number): [Rendered | undefined, string] => {
    if (part === 'pause' || part === 'more') return [page.querySelector('.head'), part === 'pause' ? '.main' : '.more'];
    if (part === 'first' || part === 'second') return [page.querySelectorAll('.foot-item')[index], `.${part}`];
    const tiles = part === 'removed' ? cells().filter((cell) => cell.querySelector('.removed')) : cells();
    const active = part === 'remove' ? tiles.filter((cell) => cell.querySelector('.remove')) : tiles;
    return [active[index], part === 'tile' ? '.face' : `.${part}`];
  };
  return {
    async pick(count) {
      const paths = Array.from({ length: count }, () => `wxfile://tmp_${++picked}.png`);
      for (const path of paths) phone.files[path] = png(picked + paths.indexOf(path));
      await tapIn(page, page.querySelector('.pick') ? '.pick' : '.add');
      phone.picks.at(-1)?.succeed(phone.chosen(...paths));
      await settled();
      phone.requests[0]?.succeed({ statusCode: 200, data: policyAnswer(), header: { Date: SIGNED_AT.toUTCString() } });
      await settled();
    },
    async answer(picture, how) {
      const { id = '' } = (page.data['tiles'] as Partial<Tile>[])[picture] ?? {}; // as the component declares them
      const upload = phone.uploads.findLast(({ options }) => options.filePath.includes(id));
      upload?.headers({ 'x-oss-request-id': '65E1A0B2' });
      upload?.succeed(how === 'stored' ? { statusCode: 201, data: '' } : { statusCode: 403, data: REFUSED });
      await settled();
    },
    async tap(part, index = 0) {
      await tapIn(...whereIs(part, index));
      await settled();
    },
    async choose(index) {
      phone.sheets.at(-1)?.succeed({ tapIndex: index });
      await settled();
    },
    async confirm() {
      phone.modals.at(-1)?.succeed({ confirm: true });
      await settled();
    },
    async shows(seen) {
      expect({
        title: textIn(page.querySelector('.head'), '.title'),
        tiles: cells().map((cell) => textIn(cell, '.word') ?? textIn(cell, '.percent') ?? textIn(cell, '.check')),
        banners: page.querySelectorAll('.foot-item').map((banner) => textIn(banner, '.text')),
      }).toEqual(seen);
    },
  };
}

describe('on exparser', () => {
  test.each(Object.entries(JOURNEYS))('%s', (_, journey) => journey(openDriver()));
});
