import { createImageCopies } from '../../../../../miniprogram/services/oss-upload/queue/image-copies';
import type { WxApi } from '../../../../../miniprogram/services/oss-upload/wx/contract';
import { startTimer } from '../../../../../miniprogram/services/oss-upload/wx/timer';
import { scriptedWx } from '../../../../scripted-wx';

const FOLDER = 'wxfile://usr/copies';
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

function copiesOn(files: Record<string, Uint8Array>) {
  const phone = scriptedWx({ files });
  return { phone, copies: createImageCopies(phone.wx, FOLDER, 'run', startTimer) };
}

test('copies a picked file with its extension, and lists it by its id', async () => {
  const { phone, copies } = copiesOn({ 'wxfile://tmp_1.jpg': bytes('one') });
  const copy = await copies.create({ id: 'a', path: 'wxfile://tmp_1.jpg' });
  expect(copy).toBe(`${FOLDER}/a.jpg`);
  expect(phone.files[copy ?? '']).toEqual(bytes('one'));
  expect(await copies.list()).toEqual(new Map([['a', copy]]));
});

test('an id with slashes and dots stays inside the folder, and is read back', async () => {
  const { copies } = copiesOn({ 'wxfile://tmp_1': bytes('one') });
  const copy = await copies.create({ id: '../../a', path: 'wxfile://tmp_1' });
  expect(copy).toBe(`${FOLDER}/..%2F..%2Fa`);
  expect([...(await copies.list()).keys()]).toEqual(['../../a']);
});

test.each(['copyFile', 'rename'] as const)('a copy whose %s fails is undefined and leaves no file', async (call) => {
  const { phone, copies } = copiesOn({ 'wxfile://tmp_1': bytes('one') });
  const { wx }: { wx: WxApi } = phone;
  const files = wx.getFileSystemManager();
  jest.spyOn(wx, 'getFileSystemManager').mockReturnValue(files);
  jest.spyOn(files, call).mockImplementation((options: { destPath?: string; fail?: (failure: object) => void }) => {
    if (options.destPath !== undefined) phone.files[options.destPath] = bytes('o');
    options.fail?.({ errMsg: `${call}:fail the maximum size of the file storage limit is exceeded` });
  });
  const broken = createImageCopies(wx, FOLDER, 'run', startTimer);
  expect(await broken.create({ id: 'a', path: 'wxfile://tmp_1' })).toBeUndefined();
  expect(Object.keys(phone.files)).toEqual(['wxfile://tmp_1']);
  await copies.delete(`${FOLDER}/gone`);
});

test.each(['fails', 'never answers'])('a rename that %s though it was carried out has made the copy', async (how) => {
  const phone = scriptedWx({ files: { 'wxfile://tmp_1': bytes('one') } });
  const { wx }: { wx: WxApi } = phone;
  const files = wx.getFileSystemManager();
  jest.spyOn(wx, 'getFileSystemManager').mockReturnValue(files);
  const { rename } = files;
  jest.spyOn(files, 'rename').mockImplementation((options) => {
    rename({ ...options, success: () => how === 'fails' && options.fail?.({ errMsg: 'rename:fail system error' }) });
  });
  const copies = createImageCopies(wx, FOLDER, 'run', (_, callback) => startTimer(50, callback));
  expect(await copies.create({ id: 'a', path: 'wxfile://tmp_1' })).toBe(`${FOLDER}/a`);
});

test('gives a copy to another image; one that is gone cannot be given', async () => {
  const { phone, copies } = copiesOn({ [`${FOLDER}/a.jpg`]: bytes('one') });
  expect(await copies.give(`${FOLDER}/a.jpg`, 'b')).toBe(`${FOLDER}/b.jpg`);
  expect(phone.files).toEqual({ [`${FOLDER}/b.jpg`]: bytes('one') });
  expect(await copies.give(`${FOLDER}/gone.jpg`, 'c')).toBeUndefined();
});

test('a file that is gone, or never had a path, is not copied', async () => {
  const { copies } = copiesOn({});
  expect(await copies.create({ id: 'a', path: 'wxfile://gone' })).toBeUndefined();
  expect(await copies.create({ id: 'b', path: '' })).toBeUndefined();
});

test('what was being copied when the mini-program ended is deleted, and nothing else', async () => {
  const kept = [`${FOLDER}/a.jpg`, 'wxfile://usr/other/b.part', 'wxfile://tmp_1'];
  const { phone, copies } = copiesOn(
    Object.fromEntries([...kept, `${FOLDER}/b.jpg.run-1.part`].map((path) => [path, bytes(path)])),
  );
  expect(await copies.list()).toEqual(new Map([['a', `${FOLDER}/a.jpg`]]));
  expect(Object.keys(phone.files)).toEqual(kept);
});
