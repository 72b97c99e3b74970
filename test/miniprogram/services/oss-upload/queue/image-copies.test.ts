import { createImageCopies } from '../../../../../miniprogram/services/oss-upload/queue/image-copies';
import type { WxApi } from '../../../../../miniprogram/services/oss-upload/wx/contract';
import { scriptedWx } from '../../../../scripted-wx';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

test('copies a picked file with its extension', async () => {
  const phone = scriptedWx({ files: { 'wxfile://tmp_1.jpg': bytes('one') } });
  const copies = createImageCopies(phone.wx);
  const copy = await copies.create({ id: 'a', path: 'wxfile://tmp_1.jpg' });
  expect(copy).toBe('wxfile://usr/oss-upload/a.jpg');
  expect(phone.files[copy ?? '']).toEqual(bytes('one'));
});

test('an id with slashes and dots stays inside the folder', async () => {
  const phone = scriptedWx({ files: { 'wxfile://tmp_1': bytes('one') } });
  const copy = await createImageCopies(phone.wx).create({ id: '../../a', path: 'wxfile://tmp_1' });
  expect(copy).toBe('wxfile://usr/oss-upload/..%2F..%2Fa');
});

test('a copy that fails is undefined and leaves no partial file', async () => {
  const phone = scriptedWx({ files: { 'wxfile://tmp_1': bytes('one') } });
  const { wx }: { wx: WxApi } = phone;
  const files = wx.getFileSystemManager();
  jest.spyOn(wx, 'getFileSystemManager').mockReturnValue(files);
  jest.spyOn(files, 'copyFile').mockImplementation(({ destPath, fail }) => {
    phone.files[destPath] = bytes('o');
    fail?.({ errMsg: 'copyFile:fail the maximum size of the file storage limit is exceeded' });
  });
  const copies = createImageCopies(phone.wx);
  expect(await copies.create({ id: 'a', path: 'wxfile://tmp_1' })).toBeUndefined();
  expect(Object.keys(phone.files)).toEqual(['wxfile://tmp_1']);
  expect(await copies.create({ id: 'b', path: 'wxfile://gone' })).toBeUndefined();
  await copies.delete('wxfile://usr/oss-upload/gone');
});

test('sweeps every copy but those that are named, and nothing else', async () => {
  const kept = ['wxfile://usr/oss-upload/a', 'wxfile://usr/other/b', 'wxfile://tmp_1'];
  const files = Object.fromEntries([...kept, 'wxfile://usr/oss-upload/orphan'].map((path) => [path, bytes(path)]));
  const phone = scriptedWx({ files });
  await createImageCopies(phone.wx).sweep(['wxfile://usr/oss-upload/a']);
  expect(Object.keys(phone.files)).toEqual(kept);
});
