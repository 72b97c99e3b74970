import type { WxApi } from '../../../miniprogram/services/oss-upload/wx/contract';
import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import type { Case, World } from '../run-case';

/** Wraps the file calls to take paths relative to the user folder. */
function keeper(wx: WxApi, { outcome }: World) {
  const files = wx.getFileSystemManager();
  const at = (path: string) => (path === '' ? wx.env.USER_DATA_PATH : `${wx.env.USER_DATA_PATH}/${path}`);
  return {
    at,
    copy: (srcPath: string, path: string) =>
      outcome((ends) => files.copyFile({ srcPath, destPath: at(path), ...ends })),
    mkdir: (path: string, recursive: boolean) =>
      outcome((ends) => files.mkdir({ dirPath: at(path), recursive, ...ends })),
    rename: (oldPath: string, newPath: string) =>
      outcome((ends) => files.rename({ oldPath: at(oldPath), newPath: at(newPath), ...ends })),
    unlink: (path: string) => outcome((ends) => files.unlink({ filePath: at(path), ...ends })),
    async list(path: string) {
      const listed = await outcome<{ files: string[] }>((ends) => files.readdir({ dirPath: at(path), ...ends }));
      return 'ok' in listed ? { ...listed.ok, files: [...listed.ok.files].sort() } : listed;
    },
    async size(path: string) {
      const info = await outcome<{ size: number }>((ends) =>
        files.getFileInfo({ filePath: at(path), digestAlgorithm: 'sha1', ...ends }),
      );
      return 'ok' in info ? info.ok.size : info;
    },
  };
}

const failure = (errMsg: RegExp, errno: number) => ({ fail: { errMsg: expect.stringMatching(errMsg), errno } });
const missing = (call: string) => failure(new RegExp(`^${call}:fail no such file or directory`), ERRNO.fileMissing);
const full = () => ({
  fail: {
    errMsg: 'copyFile:fail the maximum size of the file storage limit is exceeded',
    errno: ERRNO.storageFull,
  },
});
const copied = { ok: { errMsg: 'copyFile:ok' } };
const made = { ok: { errMsg: 'mkdir:ok' } };

export const keeping: Case[] = [
  {
    name: 'a picked file is copied into a folder, listed there, and deleted',
    async run(wx, world) {
      const { copy, mkdir, unlink, list, size } = keeper(wx, world);
      const [picked = ''] = await world.pick('picture.jpg');
      const steps: unknown[] = [await mkdir('kept', true), await copy(picked, 'kept/a.jpg'), await list('kept')];
      return [...steps, await size('kept/a.jpg'), await unlink('kept/a.jpg'), await list('kept'), await list('none')];
    },
    expected: () => [
      made,
      copied,
      { files: ['a.jpg'], errMsg: 'readdir:ok' },
      9,
      { ok: { errMsg: 'unlink:ok' } },
      { files: [], errMsg: 'readdir:ok' },
      missing('readdir'),
    ],
  },
  {
    name: 'rename moves a kept file',
    async run(wx, world) {
      const { copy, mkdir, rename, list, size } = keeper(wx, world);
      const [picked = ''] = await world.pick('picture.jpg');
      await mkdir('kept', true);
      await copy(picked, 'kept/a.part');
      return [
        await rename('kept/a.part', 'kept/a.jpg'),
        await list('kept'),
        await size('kept/a.jpg'),
        await rename('kept/a.part', 'kept/b.jpg'),
        await rename('kept/a.jpg', 'none/a.jpg'),
      ];
    },
    expected: () => [
      { ok: { errMsg: 'rename:ok' } },
      { files: ['a.jpg'], errMsg: 'readdir:ok' },
      9,
      missing('rename'),
      missing('rename'),
    ],
  },
  {
    name: 'copyFile and unlink of a missing file fail',
    async run(wx, world) {
      const { copy, unlink, list } = keeper(wx, world);
      const [picked = ''] = await world.pick('picture.jpg');
      return [
        await copy('wxfile://tmp_gone.jpg', 'a.jpg'),
        await copy(picked, 'none/a.jpg'),
        await unlink('a.jpg'),
        await list('none'),
      ];
    },
    expected: () => [missing('copyFile'), missing('copyFile'), missing('unlink'), missing('readdir')],
  },
  {
    name: 'recursive mkdir creates parents, and fails for an existing folder',
    async run(wx, world) {
      const { at, mkdir, list } = keeper(wx, world);
      const steps = [await mkdir('a/b', false), await mkdir('a/b', true), await mkdir('a/b', true)];
      const again = await mkdir('a', false);
      const names = 'fail' in again ? again.fail.errMsg?.endsWith(at('a')) : false;
      return [...steps, again, names, await list('a'), await mkdir('a/c', false)];
    },
    expected: () => {
      const there = failure(/^mkdir:fail file already exists \S+$/, ERRNO.fileExists);
      return [missing('mkdir'), made, there, there, true, { files: ['b'], errMsg: 'readdir:ok' }, made];
    },
  },
  {
    name: 'writing outside the user folder fails',
    async run(wx, world) {
      const files = wx.getFileSystemManager();
      const [picked = ''] = await world.pick('picture.jpg');
      const outside = `${picked}.outside`;
      return [
        await world.outcome((ends) => files.copyFile({ srcPath: picked, destPath: outside, ...ends })),
        await world.outcome((ends) => files.mkdir({ dirPath: outside, recursive: true, ...ends })),
      ];
    },
    expected: () =>
      ['copyFile', 'mkdir'].map((call) =>
        failure(new RegExp(`^${call}:fail permission denied`), ERRNO.permissionDenied),
      ),
  },
  {
    name: 'copyFile replaces an existing file',
    async run(wx, world) {
      const { copy, size, list } = keeper(wx, world);
      const [picture = '', other = ''] = await world.pick('picture.jpg', 'other.jpg');
      const copies = [
        await copy(other, 'a.jpg'),
        await size('a.jpg'),
        await copy(picture, 'a.jpg'),
        await size('a.jpg'),
      ];
      return [...copies, await list('')];
    },
    expected: () => [copied, 15, copied, 9, { files: ['a.jpg'], errMsg: 'readdir:ok' }],
  },
  {
    name: 'copyFile fails beyond the quota of a file',
    async run(wx, world) {
      const { copy, size } = keeper(wx, world);
      const [over = ''] = await world.pick('over.jpg');
      return [await copy(over, 'a.jpg'), await size('a.jpg')];
    },
    expected: () => [full(), missing('getFileInfo')],
  },
  {
    name: 'copyFile fails beyond the total quota, to which a replaced file does not count',
    async run(wx, world) {
      const { copy, size, unlink } = keeper(wx, world);
      const [half = ''] = await world.pick('half.jpg');
      const steps: unknown[] = [await copy(half, 'a.jpg'), await copy(half, 'b.jpg'), await size('b.jpg')];
      return [...steps, await copy(half, 'a.jpg'), 'ok' in (await unlink('a.jpg')), await copy(half, 'b.jpg')];
    },
    expected: () => [copied, full(), missing('getFileInfo'), copied, true, copied],
  },
];
