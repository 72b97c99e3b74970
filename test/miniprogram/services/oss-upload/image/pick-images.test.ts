import { pickImages } from '../../../../../miniprogram/services/oss-upload/image/pick-images';
import { scriptedWx } from '../../../../scripted-wx';

/** Picks, with ids `id-1`, `id-2`, …; the test answers. */
function pick(options: { count?: number; sizeType?: ('original' | 'compressed')[] } = {}) {
  const phone = scriptedWx({
    files: { 'wxfile://tmp_1.jpg': Buffer.alloc(10), 'wxfile://tmp_2.jpg': Buffer.alloc(20) },
  });
  let count = 0;
  const picking = pickImages({ createId: () => `id-${++count}`, ...options }, phone.wx);
  return { phone, picking, picker: phone.picks[0] };
}

test('nine at most, from album or camera, the size as the user chooses', () => {
  expect(pick().picker?.options).toMatchObject({
    count: 9,
    sizeType: ['original', 'compressed'],
    sourceType: ['album', 'camera'],
  });
});

test('count and size can be chosen', () => {
  expect(pick({ count: 3, sizeType: ['compressed'] }).picker?.options).toMatchObject({
    count: 3,
    sizeType: ['compressed'],
  });
});

test('what was chosen comes in its order, each with an id of its own', async () => {
  const { phone, picking, picker } = pick();
  picker?.succeed(phone.chosen('wxfile://tmp_2.jpg', 'wxfile://tmp_1.jpg', 'wxfile://tmp_2.jpg'));
  await expect(picking).resolves.toEqual([
    { id: 'id-1', path: 'wxfile://tmp_2.jpg', size: 20 },
    { id: 'id-2', path: 'wxfile://tmp_1.jpg', size: 10 },
    { id: 'id-3', path: 'wxfile://tmp_2.jpg', size: 20 },
  ]);
});

test('a client that leaves out tempFiles', async () => {
  const { picking, picker } = pick();
  picker?.succeed({ tempFilePaths: ['wxfile://tmp_1.jpg'] });
  await expect(picking).resolves.toEqual([{ id: 'id-1', path: 'wxfile://tmp_1.jpg', size: 0 }]);
});

test('entries without path or size are images still: nothing that was picked is lost', async () => {
  const { picking, picker } = pick();
  picker?.succeed({ tempFiles: [null, {}, { path: 5, size: '7' }, { path: 'a', size: -1 }, { path: 'b', size: NaN }] });
  const picked = await picking;
  expect(picked.map(({ path, size }) => [path, size])).toEqual([
    ['', 0],
    ['', 0],
    ['', 0],
    ['a', 0],
    ['b', 0],
  ]);
  expect(new Set(picked.map(({ id }) => id)).size).toBe(5);
});

test.each([undefined, null, {}, 'ok', { tempFiles: null }, { tempFiles: 'wxfile://tmp_1.jpg' }])(
  'a result of %p is an error that says what came',
  async (result) => {
    const { picking, picker } = pick();
    picker?.succeed(result);
    await expect(picking).rejects.toMatchObject({
      code: 'picker-failed',
      message: expect.stringMatching(/^Expected tempFiles, got /),
    });
  },
);

test('an empty choice is no image', async () => {
  const { picking, picker } = pick();
  picker?.succeed({ tempFilePaths: [], tempFiles: [] });
  await expect(picking).resolves.toEqual([]);
});

test.each(['chooseImage:fail cancel', 'chooseImage:fail Cancel'])('%s is no error: nothing happens', async (errMsg) => {
  const { picking, picker } = pick();
  picker?.fail({ errMsg });
  await expect(picking).resolves.toEqual([]);
});

test.each([
  ['permission-missing', 'by-hand', { errMsg: 'chooseImage:fail:system permission denied' }],
  ['permission-missing', 'by-hand', { errMsg: 'chooseImage:fail auth deny' }],
  ['picker-failed', 'by-hand', {}],
  ['picker-failed', 'by-hand', undefined],
  [
    'privacy-undeclared',
    'never',
    { errMsg: 'chooseImage:fail api scope is not declared in the privacy agreement', errno: 112 },
  ],
  ['privacy-refused', 'by-hand', { errMsg: 'chooseImage:fail privacy permission is not authorized', errno: 104 }],
  [
    'privacy-refused',
    'by-hand',
    { errMsg: 'chooseImage:fail privacy permission is not authorized in gap', errno: 103 },
  ],
])('%s, to %s, for a failure of %p', async (code, remedy, failure) => {
  const { picking, picker } = pick();
  picker?.fail(failure);
  await expect(picking).rejects.toMatchObject({ name: 'UploadError', code, remedy });
});
