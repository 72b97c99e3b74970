import type { ChosenImages } from '../../../miniprogram/services/oss-upload/wx/contract';
import type { Case } from '../run-case';

const album = { sizeType: ['original' as const], sourceType: ['album' as const] };

export const picking: Case[] = [
  {
    name: 'chooseImage returns a path and a size for each file',
    async run(wx, { act, outcome }) {
      await act('will pick', 'picture.jpg', 'other.jpg');
      const picked = await outcome<ChosenImages>((ends) => wx.chooseImage({ count: 9, ...album, ...ends }));
      if ('fail' in picked) return picked;
      const { tempFilePaths, tempFiles, ...rest } = picked.ok;
      return {
        agree: tempFiles.map(({ path }) => path),
        paths: tempFilePaths,
        sizes: tempFiles.map(({ size }) => size),
        ...rest,
      };
    },
    expected: () => {
      const paths = [expect.stringMatching(/\.jpg$/), expect.stringMatching(/\.jpg$/)];
      return { agree: paths, paths, sizes: [9, 15], errMsg: 'chooseImage:ok' };
    },
  },
  {
    name: 'chooseImage returns at most `count` files',
    needs: 'a picker',
    async run(wx, { act, outcome }) {
      await act('will pick', 'picture.jpg', 'other.jpg', 'half.jpg');
      const picked = await outcome<ChosenImages>((ends) => wx.chooseImage({ count: 2, ...album, ...ends }));
      return 'ok' in picked ? picked.ok.tempFiles.map(({ size }) => size) : picked;
    },
    expected: () => [9, 15],
  },
  {
    name: 'chooseImage fails with cancel if the picker is cancelled',
    async run(wx, { act, outcome }) {
      await act('will cancel');
      return outcome((ends) => wx.chooseImage({ count: 9, ...album, ...ends }));
    },
    expected: () => ({ fail: { errMsg: 'chooseImage:fail cancel' } }),
  },
];
