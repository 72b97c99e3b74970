import type { Case } from '../run-case';

/** The text of the error that a call throws. */
function thrownBy(call: () => void): string {
  try {
    call();
    return 'nothing';
  } catch (error) {
    return error instanceof Error ? error.message : `no Error: ${error}`;
  }
}

const thrown = () => expect.stringMatching(/^setStorageSync:fail \S/);

export const storage: Case[] = [
  {
    name: 'a key that holds nothing gives the empty text',
    run: async (wx) => wx.getStorageSync('nothing'),
    expected: () => '',
  },
  {
    name: 'values come back as they were, as copies, until they are removed',
    async run(wx) {
      const value = { list: [1, { text: '图' }], flag: false, nothing: null };
      wx.setStorageSync('key', value);
      value.list.push(2);
      const read = wx.getStorageSync('key');
      const copy = JSON.stringify(read);
      if (typeof read === 'object' && read !== null) Object.assign(read, { flag: true });
      const again = JSON.stringify(wx.getStorageSync('key'));
      wx.setStorageSync('key', false);
      const replaced = wx.getStorageSync('key');
      wx.removeStorageSync('key');
      wx.removeStorageSync('key');
      return [copy, again, replaced, wx.getStorageSync('key')];
    },
    expected: () => {
      const text = '{"list":[1,{"text":"图"}],"flag":false,"nothing":null}';
      return [text, text, false, ''];
    },
  },
  {
    name: 'the keys that hold something are listed',
    async run(wx) {
      wx.setStorageSync('a/图', 1);
      wx.setStorageSync('b', 2);
      wx.removeStorageSync('b');
      return wx.getStorageInfoSync().keys.filter((key) => key === 'a/图' || key === 'b');
    },
    expected: () => ['a/图'],
  },
  {
    name: 'a value beyond the quota of a key throws, and the key stays as it was',
    async run(wx) {
      wx.setStorageSync('key', 'x'.repeat(998)); // two more for the quotation marks
      const refusals = [
        thrownBy(() => wx.setStorageSync('key', 'y'.repeat(999))),
        thrownBy(() => wx.setStorageSync('key', '图'.repeat(340))),
      ];
      return [...refusals, wx.getStorageSync('key')];
    },
    expected: () => [thrown(), thrown(), 'x'.repeat(998)],
  },
  {
    name: 'values beyond the quota of all keys throw; one in the place of another needs no more room',
    async run(wx) {
      const fill = (key: string) => thrownBy(() => wx.setStorageSync(key, 'x'.repeat(998)));
      const steps = [fill('a'), fill('b'), fill('c'), wx.getStorageSync('c'), fill('b')];
      wx.removeStorageSync('a');
      return [...steps, fill('c')];
    },
    expected: () => ['nothing', 'nothing', thrown(), '', 'nothing', 'nothing'],
  },
];
