import type { Case } from '../run-case';

/** Returns the message of the error that a call throws. */
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
    name: 'a missing key reads as the empty string',
    run: async (wx) => wx.getStorageSync('nothing'),
    expected: () => '',
  },
  {
    name: 'values are copied on write and read, until they are removed',
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
    name: 'getStorageInfoSync lists the keys that hold a value',
    async run(wx) {
      wx.setStorageSync('a/图', 1);
      wx.setStorageSync('b', 2);
      wx.removeStorageSync('b');
      return wx.getStorageInfoSync().keys.filter((key) => key === 'a/图' || key === 'b');
    },
    expected: () => ['a/图'],
  },
  {
    name: 'a value beyond the quota of a key throws and leaves the key unchanged',
    async run(wx) {
      wx.setStorageSync('key', 'x'.repeat(998)); // plus two quotation marks
      const refusals = [
        thrownBy(() => wx.setStorageSync('key', 'y'.repeat(999))),
        thrownBy(() => wx.setStorageSync('key', '图'.repeat(340))),
      ];
      return [...refusals, wx.getStorageSync('key')];
    },
    expected: () => [thrown(), thrown(), 'x'.repeat(998)],
  },
  {
    name: 'values beyond the total quota throw; a replaced value does not count',
    async run(wx) {
      const fill = (key: string) => thrownBy(() => wx.setStorageSync(key, 'x'.repeat(998)));
      const steps = [fill('a'), fill('b'), fill('c'), wx.getStorageSync('c'), fill('b')];
      wx.removeStorageSync('a');
      return [...steps, fill('c')];
    },
    expected: () => ['nothing', 'nothing', thrown(), '', 'nothing', 'nothing'],
  },
];
