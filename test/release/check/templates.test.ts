import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { templateFaults } from '../../../release/check/templates';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'templates-'));
});
afterEach(() => rm(root, { recursive: true }));

async function faultsOf(files: Record<string, string>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return templateFaults(root, Object.keys(files));
}

test('accepts templates that use all of the language, and built-in tags that the preview lacks', async () => {
  const wxml = `<wxs src="../m.wxs" module="m" /><wxs module="n">module.exports = { a: 1 };</wxs>
    <!-- <view> --><template name="t"><text>{{ a }}</text></template><template is="t" data="{{ ...row, a: 1 }}" />
    <map latitude="{{ 1 }}" /><block wx:for="{{ rows }}" wx:key="id"><input value="{{ m.f(item) + n.a }}" bind:input="i" /></block>
    <view wx:if="{{ a && b }}" /><view wx:elif="{{ c ? d : e }}" /><view wx:else />`;
  expect(await faultsOf({ 'p/p.wxml': wxml, 'm.wxs': 'module.exports = { f: function (a) { return a; } };' })).toEqual(
    [],
  );
});

test.each([
  ['a tag that is not closed', { 'p/p.wxml': '<view>\n<text>a</text>' }, /^p\/p\.wxml:\d/],
  ['an expression that is not closed', { 'p/p.wxml': '<view>\n<text>{{a}</text></view>' }, /^p\/p\.wxml:\d/],
  ['an expression that cannot be parsed', { 'p/p.wxml': '<view>\n<text>{{ a ? b }}</text></view>' }, /^p\/p\.wxml:2/],
  ['a wxs file that cannot be parsed', { 'm.wxs': 'var a = 1;\nvar b = ;' }, /^m\.wxs:2/],
  ['wxs that is newer than ES5', { 'm.wxs': 'var f = 1;\nconst a = () => 1;' }, /^m\.wxs:2/],
  ['wxs inside WXML', { 'p/p.wxml': '<wxs module="m">\nvar b = ;</wxs>' }, /^p\/p\.wxml:2/],
  ['a wxs file that requires one that is missing', { 'm.wxs': 'var a = require("./n.wxs");' }, /^m\.wxs:1.*n\.wxs/],
])('names %s and its line', async (_, files, message) => {
  const [fault] = await faultsOf(files);
  expect(fault).toMatch(message);
});
