import { createHash } from 'node:crypto';
import { HEAD_LENGTH } from '../../../../../miniprogram/services/oss-upload/image/image-type';
import { readImage } from '../../../../../miniprogram/services/oss-upload/image/read-image';
import { makePicture } from '../../../../pictures/pictures';
import { scriptedWx } from '../../../../scripted-wx';

const PATH = 'wxfile://tmp_1.png';

test('the true size, digest and type, whatever the path says', async () => {
  const jpeg = await makePicture('jpeg');
  const { wx } = scriptedWx({ files: { [PATH]: jpeg } });
  await expect(readImage(PATH, wx)).resolves.toEqual({
    path: PATH,
    size: jpeg.length,
    digest: createHash('sha1').update(jpeg).digest('hex'),
    type: { extension: 'jpg', contentType: 'image/jpeg' },
  });
});

test('of a large file only the first bytes are read', async () => {
  const phone = scriptedWx({ files: { [PATH]: Buffer.concat([await makePicture('png'), Buffer.alloc(5_000_000)]) } });
  await readImage(PATH, phone.wx);
  expect(phone.reads).toEqual([{ path: PATH, length: HEAD_LENGTH }]);
});

test('a file shorter than what is looked at is read to its end, and no further', async () => {
  const { wx } = scriptedWx({ files: { [PATH]: Buffer.from('GIF89a') } });
  await expect(readImage(PATH, wx)).resolves.toMatchObject({ size: 6, type: { extension: 'gif' } });
});

test.each([
  ['a path that the picker left out', '', {}, 'file-missing', /Expected the path of a file, got none/],
  ['a file that is gone', PATH, {}, 'file-missing', /getFileInfo of wxfile:\/\/tmp_1\.png.*no such file/],
  ['a file of 0 bytes', PATH, { [PATH]: Buffer.alloc(0) }, 'file-empty', /got 0 bytes/],
  ['a file that is no picture', PATH, { [PATH]: Buffer.from('hello') }, 'not-an-image', /got 5 other bytes/],
])('%s is refused by name', async (_, path, files, code, message) => {
  const { wx } = scriptedWx({ files });
  const refusal = { name: 'UploadError', code, remedy: 'never', message: expect.stringMatching(message) };
  await expect(readImage(path, wx)).rejects.toMatchObject(refusal);
});

test('a file that vanishes between the two looks at it', async () => {
  const phone = scriptedWx({ files: { [PATH]: await makePicture('png') } });
  const reading = readImage(PATH, phone.wx);
  delete phone.files[PATH];
  await expect(reading).rejects.toMatchObject({
    code: 'file-missing',
    message: expect.stringContaining('readFile of'),
  });
});
