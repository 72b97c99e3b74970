import type { WxApi } from '../../../miniprogram/services/oss-upload/wx/contract';
import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import type { Case, World } from '../run-case';

const missing = (call: string, errno: number = ERRNO.fileMissing) => ({
  fail: { errMsg: expect.stringMatching(`^${call}:fail no such file or directory`), errno },
});

const MISSING = 'wxfile://tmp_gone.jpg';

async function read(wx: WxApi, { outcome }: World, filePath: string, position: number, length: number) {
  const outcomeOfRead = await outcome<{ data: string | ArrayBuffer }>((ends) =>
    wx.getFileSystemManager().readFile({ filePath, position, length, ...ends }),
  );
  if ('fail' in outcomeOfRead) return outcomeOfRead;
  const { data, ...rest } = outcomeOfRead.ok;
  return { text: typeof data === 'string' ? 'no bytes' : String.fromCharCode(...new Uint8Array(data)), ...rest };
}

/** A case that reads a part of a picked file. */
const readPicked = (name: string, file: string, position: number, length: number, expected: () => unknown): Case => ({
  name,
  async run(wx, world) {
    const [path = ''] = await world.pick(file);
    return read(wx, world, path, position, length);
  },
  expected,
});

const outOfRange = (what: string, errno: number) => () => ({
  fail: { errMsg: `readFile:fail value of ${what} is out of range`, errno },
});
const lengthOutOfRange = outOfRange('length', ERRNO.lengthOutOfRange);
const positionOutOfRange = outOfRange('position', ERRNO.positionOutOfRange);

const info = (wx: WxApi, { outcome }: World, filePath: string) =>
  outcome((ends) => wx.getFileSystemManager().getFileInfo({ filePath, digestAlgorithm: 'sha1', ...ends }));

export const reading: Case[] = [
  readPicked('readFile reads a part of the bytes', 'picture.jpg', 2, 3, () => ({ text: 'pic', errMsg: 'readFile:ok' })),
  readPicked('readFile reads up to the end', 'picture.jpg', 0, 9, () => ({ text: 'a picture', errMsg: 'readFile:ok' })),
  readPicked('readFile fails if the length is one too large', 'picture.jpg', 0, 10, lengthOutOfRange),
  readPicked('readFile fails if the range ends beyond the file', 'picture.jpg', 8, 2, lengthOutOfRange),
  readPicked('readFile fails for a length of 0', 'picture.jpg', 0, 0, lengthOutOfRange),
  readPicked('readFile fails for a position at the end', 'picture.jpg', 9, 1, positionOutOfRange),
  readPicked('readFile fails for a negative position', 'picture.jpg', -1, 1, positionOutOfRange),
  readPicked('readFile fails for 32 bytes of an empty file', 'empty.jpg', 0, 32, positionOutOfRange),
  {
    name: 'readFile of a missing file fails',
    run: (wx, world) => read(wx, world, MISSING, 0, 1),
    expected: () => missing('readFile'),
  },
  {
    name: 'getFileInfo returns size and SHA-1',
    async run(wx, world) {
      const [path = ''] = await world.pick('picture.jpg');
      return info(wx, world, path);
    },
    expected: () => ({
      ok: { size: 9, digest: '1d1e5c382d544d695a9e2b884cf7d1ce12d94384', errMsg: 'getFileInfo:ok' },
    }),
  },
  {
    name: 'getFileInfo of a missing file fails',
    run: (wx, world) => info(wx, world, MISSING),
    expected: () => missing('getFileInfo'),
  },
];
