import { createImageCopies } from '../../../../../miniprogram/services/oss-upload/queue/image-copies';
import type { WxApi } from '../../../../../miniprogram/services/oss-upload/wx/contract';
import { startTimer } from '../../../../../miniprogram/services/oss-upload/wx/timer';
import { scriptedWx, settled } from '../../../../scripted-wx';

const FOLDER = 'wxfile://usr/copies';
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

function copiesOn(files: Record<string, Uint8Array>) {
  const phone = scriptedWx({ files });
  return { phone, copies: createImageCopies(phone.wx, FOLDER, 'run', startTimer) };
}

/** The same, with the file manager that the copies use, for calls that go wrong. */
function copiesWithFiles(contents: Record<string, Uint8Array>) {
  const phone = scriptedWx({ files: contents });
  const { wx }: { wx: WxApi } = phone;
  const files = wx.getFileSystemManager();
  jest.spyOn(wx, 'getFileSystemManager').mockReturnValue(files);
  const copies = createImageCopies(wx, FOLDER, 'run', (_, callback) => startTimer(50, callback));
  return { phone, files, copies };
}

const failWith = (options: { fail?: (failure: { errMsg: string }) => void }) =>
  options.fail?.({ errMsg: 'fail system error' });

test('copies a picked file with its extension, and lists it by its id, with the size that was picked', async () => {
  const { phone, copies } = copiesOn({ 'wxfile://tmp_1.jpg': bytes('one') });
  const copy = await copies.create({ id: 'a', path: 'wxfile://tmp_1.jpg', size: 3 });
  expect(copy).toBe(`${FOLDER}/a+3.jpg`);
  expect(phone.files[copy ?? '']).toEqual(bytes('one'));
  expect(await copies.list()).toEqual(new Map([['a', copy]]));
});

test('an id with slashes and dots stays inside the folder, and is read back', async () => {
  const { copies } = copiesOn({ 'wxfile://tmp_1': bytes('one') });
  const copy = await copies.create({ id: '../../a', path: 'wxfile://tmp_1', size: 0 });
  expect(copy).toBe(`${FOLDER}/..%2F..%2Fa+0`);
  expect([...((await copies.list())?.keys() ?? [])]).toEqual(['../../a']);
});

test.each(['copyFile', 'rename'] as const)('a copy whose %s fails is undefined and leaves no file', async (call) => {
  const { phone, files, copies } = copiesWithFiles({ 'wxfile://tmp_1': bytes('one') });
  jest.spyOn(files, call).mockImplementation((options: { destPath?: string; fail?: (failure: object) => void }) => {
    if (options.destPath !== undefined) phone.files[options.destPath] = bytes('o');
    options.fail?.({ errMsg: `${call}:fail the maximum size of the file storage limit is exceeded` });
  });
  expect(await copies.create({ id: 'a', path: 'wxfile://tmp_1', size: 0 })).toBeUndefined();
  expect(Object.keys(phone.files)).toEqual(['wxfile://tmp_1']);
  await copies.delete(`${FOLDER}/gone`);
});

test.each(['fails', 'never answers'])('a rename that %s though it was carried out has made the copy', async (how) => {
  const { files, copies } = copiesWithFiles({ 'wxfile://tmp_1': bytes('one') });
  const { rename } = files;
  jest.spyOn(files, 'rename').mockImplementation((options) => {
    rename({ ...options, success: () => how === 'fails' && failWith(options) });
  });
  expect(await copies.create({ id: 'a', path: 'wxfile://tmp_1', size: 0 })).toBe(`${FOLDER}/a+0`);
});

test('a deletion that is called failed has succeeded where the file is gone, and not where it is there', async () => {
  const { files, copies } = copiesWithFiles({ [`${FOLDER}/a.jpg`]: bytes('one'), [`${FOLDER}/b.jpg`]: bytes('two') });
  const { unlink } = files;
  jest
    .spyOn(files, 'unlink')
    .mockImplementationOnce((options) => unlink({ ...options, success: () => failWith(options) }))
    .mockImplementationOnce(failWith);
  expect(await copies.delete(`${FOLDER}/a.jpg`)).toBe(true);
  expect(await copies.delete(`${FOLDER}/b.jpg`)).toBe(false);
  expect(await copies.delete(`${FOLDER}/b.jpg`)).toBe(true);
});

test('a folder that cannot be read is read again, and then not taken for an empty one', async () => {
  const { files, copies } = copiesWithFiles({ [`${FOLDER}/a.jpg`]: bytes('one') });
  const readdir = jest.spyOn(files, 'readdir').mockImplementationOnce(failWith).mockImplementationOnce(failWith);
  expect([...((await copies.list())?.keys() ?? [])]).toEqual(['a']);
  readdir.mockImplementation(failWith);
  expect(await copies.list()).toBeUndefined();
});

test('a copy that comes late leaves the one that is there', async () => {
  const { phone, copies } = copiesOn({ 'wxfile://tmp_1.jpg': bytes('two'), [`${FOLDER}/a+3.jpg`]: bytes('one') });
  const image = { id: 'a', path: 'wxfile://tmp_1.jpg', size: 3 };
  expect(await copies.create(image, () => true)).toBe(`${FOLDER}/a+3.jpg`);
  expect(phone.files[`${FOLDER}/a+3.jpg`]).toEqual(bytes('one'));
  expect(Object.keys(phone.files)).toHaveLength(2);
  await copies.create(image);
  expect(phone.files[`${FOLDER}/a+3.jpg`]).toEqual(bytes('two'));
});

test('finds the copy of an image, but not one that is being made', async () => {
  const { copies } = copiesOn({ [`${FOLDER}/a+3.jpg`]: bytes('one'), [`${FOLDER}/b+3.jpg.run-1.part`]: bytes('t') });
  expect(await copies.find('a')).toBe(`${FOLDER}/a+3.jpg`);
  expect(await copies.find('b')).toBeUndefined();
});

test('gives a copy to another image; one that is gone cannot be given', async () => {
  const { phone, copies } = copiesOn({ [`${FOLDER}/a.jpg`]: bytes('one') });
  expect(await copies.give(`${FOLDER}/a.jpg`, { id: 'b', size: 3 })).toBe(`${FOLDER}/b+3.jpg`);
  expect(phone.files).toEqual({ [`${FOLDER}/b+3.jpg`]: bytes('one') });
  expect(await copies.give(`${FOLDER}/gone.jpg`, { id: 'c', size: 3 })).toBeUndefined();
});

test('a file that is gone, or never had a path, is not copied', async () => {
  const { copies } = copiesOn({});
  expect(await copies.create({ id: 'a', path: 'wxfile://gone', size: 0 })).toBeUndefined();
  expect(await copies.create({ id: 'b', path: '', size: 0 })).toBeUndefined();
});

test('what is being copied while the folder is read is left alone', async () => {
  const { phone, files, copies } = copiesWithFiles({ 'wxfile://tmp_1': bytes('one') });
  const { copyFile } = files;
  let finishCopy = () => {};
  jest.spyOn(files, 'copyFile').mockImplementation((options) => {
    copyFile({ ...options, success: (result) => (finishCopy = () => options.success?.(result)) });
  });
  const copying = copies.create({ id: 'a', path: 'wxfile://tmp_1', size: 3 });
  await settled();
  expect(await copies.list()).toEqual(new Map());
  finishCopy();
  expect(await copying).toBe(`${FOLDER}/a+3`);
  expect(phone.files[`${FOLDER}/a+3`]).toEqual(bytes('one'));
});

test('what was being copied when the mini-program ended is deleted, and nothing else', async () => {
  const kept = [`${FOLDER}/a.jpg`, 'wxfile://usr/other/b.part', 'wxfile://tmp_1'];
  const { phone, copies } = copiesOn(
    Object.fromEntries([...kept, `${FOLDER}/b.jpg.before-1.part`].map((path) => [path, bytes(path)])),
  );
  expect(await copies.list()).toEqual(new Map([['a', `${FOLDER}/a.jpg`]]));
  expect(Object.keys(phone.files)).toEqual(kept);
});
