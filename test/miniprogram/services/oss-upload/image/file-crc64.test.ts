import { Crc64 as OssCrc64 } from '../../../../../dev/oss/crc64';
import { fileCrc64, SLICE } from '../../../../../miniprogram/services/oss-upload/image/file-crc64';
import { startTimer } from '../../../../../miniprogram/services/oss-upload/wx/timer';
import { scriptedWx } from '../../../../scripted-wx';

const PATH = 'wxfile://tmp_1.jpg';
const options = { timer: startTimer, isWanted: () => true };

function bytesOf(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (i * 7919) >>> 3);
}

test.each([1, SLICE - 1, SLICE, SLICE + 1, 3 * SLICE + 5])(
  'a file of %i bytes, read a slice at a time',
  async (size) => {
    const bytes = bytesOf(size);
    const phone = scriptedWx({ files: { [PATH]: bytes } });
    const oss = new OssCrc64();
    oss.update(bytes);
    expect(await fileCrc64({ path: PATH, size }, options, phone.wx)).toBe(oss.digest());
    expect(phone.reads).toHaveLength(Math.ceil(size / SLICE));
    expect(Math.max(...phone.reads.map(({ length }) => length))).toBeLessThanOrEqual(SLICE);
  },
);

test('once the sum is not wanted any more, reading stops', async () => {
  const phone = scriptedWx({ files: { [PATH]: bytesOf(5 * SLICE) } });
  const isWanted = () => phone.reads.length < 2;
  const summing = fileCrc64({ path: PATH, size: 5 * SLICE }, { ...options, isWanted }, phone.wx);
  await expect(summing).rejects.toMatchObject({ code: 'aborted' });
  expect(phone.reads).toHaveLength(2);
});

test('a file that has become shorter cannot be read', async () => {
  const phone = scriptedWx({ files: { [PATH]: bytesOf(10) } });
  await expect(fileCrc64({ path: PATH, size: SLICE }, options, phone.wx)).rejects.toMatchObject({
    code: 'file-unreadable',
  });
});
