import { buildPreview } from '../../../dev/preview/build';
import { BuildError } from '../../../dev/preview/build/problem';
import { copyFixture, type FixtureCopy } from './fixture-copy';

let copy: FixtureCopy;
beforeEach(async () => {
  copy = await copyFixture();
});
afterEach(() => copy.remove());

/** Writes the files (undefined removes one), builds, and returns all errors of the build. */
async function problemsWith(files: Record<string, string | undefined>): Promise<string[]> {
  for (const [file, text] of Object.entries(files)) await copy.write(file, text);
  try {
    await buildPreview(copy.root);
    return [];
  } catch (error) {
    if (error instanceof BuildError) return error.message.split('\n');
    throw error;
  }
}

const HOME = 'pages/home/home';

test.each<[mistake: string, files: Record<string, string | undefined>, problems: string[]]>([
  [
    'an unknown tag',
    { [`${HOME}.wxml`]: '<view>\n  <veiw>x</veiw>\n</view>' },
    ['pages/home/home.wxml:2:4 unknown tag <veiw>: neither built in nor in "usingComponents"'],
  ],
  [
    'a component that only another page uses',
    { 'pages/detail/detail.wxml': '<card />' },
    ['pages/detail/detail.wxml:1:2 unknown tag <card>: neither built in nor in "usingComponents"'],
  ],
  [
    'an unclosed tag',
    { [`${HOME}.wxml`]: '<view>\n  <text>x\n</view>' },
    ['pages/home/home.wxml:2:4 <text> is not closed: </view> in line 3 comes before </text>'],
  ],
  [
    'an unclosed tag deep inside others: the one place, and not each tag around it',
    { [`${HOME}.wxml`]: `<view>\n${'<view>'.repeat(8)}\n<button>x\n${'</view>'.repeat(9)}\n<text>{{ a < 1 }}</text>` },
    ['pages/home/home.wxml:3:2 <button> is not closed: </view> in line 4 comes before </button>'],
  ],
  [
    'a tag that is open at the end of the file',
    { [`${HOME}.wxml`]: '<!-- <text> --><view/>\n<view title="<text>">\n<text>x</text>\n' },
    ['pages/home/home.wxml:2:2 <view> is not closed: the file ends before </view>'],
  ],
  [
    'an extra end tag',
    { [`${HOME}.wxml`]: '<view></view>\n</view>' },
    ['pages/home/home.wxml:2:3 </view> closes nothing: no <view> is open here'],
  ],
  [
    'an unclosed tag, and an expression that is wrong: both',
    { [`${HOME}.wxml`]: '<view>{{ name + }}\n<text>\n</view>' },
    [
      'pages/home/home.wxml:1:17 unexpected character inside expression',
      'pages/home/home.wxml:2:2 <text> is not closed: </view> in line 3 comes before </text>',
    ],
  ],
  [
    'a syntax error in an expression',
    { [`${HOME}.wxml`]: '<view>\n  {{ name + }}\n</view>' },
    ['pages/home/home.wxml:2:13 unexpected character inside expression'],
  ],
  [
    'an unclosed expression',
    { [`${HOME}.wxml`]: '<view>{{ name' },
    ['pages/home/home.wxml:1:7 missing expression end'],
  ],
  [
    'an attribute given twice',
    { [`${HOME}.wxml`]: '<view class="a" class="b" />' },
    ['pages/home/home.wxml:1:17 duplicated attribute'],
  ],
  [
    'an include that is missing',
    { [`${HOME}.wxml`]: '<view />\n<include src="/templates/none" />' },
    ['pages/home/home.wxml:2:2 <include src="/templates/none"> names a file that is missing'],
  ],
  [
    'an unknown tag in an imported template',
    { 'templates/row.wxml': '<template name="row">\n<raw />\n</template>' },
    ['templates/row.wxml:2:2 unknown tag <raw>: neither built in nor in "usingComponents"'],
  ],
  [
    'a wxs file that is missing',
    { [`${HOME}.wxml`]: '<wxs src="./none.wxs" module="m" />' },
    ['pages/home/home.wxml:1:2 <wxs src="./none.wxs"> names a file that is missing'],
  ],
  [
    'a mistake in wxs',
    { [`${HOME}.wxml`]: '<view />\n<wxs module="m">\n  var a = ;\n</wxs>' },
    ['pages/home/home.wxml:3:11 wxs takes ES5 only: Unexpected ";"'],
  ],
  [
    'a mistake on the line of the wxs tag',
    { [`${HOME}.wxml`]: '<wxs module="m">var a = ;</wxs>' },
    ['pages/home/home.wxml:1:25 wxs takes ES5 only: Unexpected ";"'],
  ],
  [
    'newer JavaScript in wxs',
    { 'pages/home/shout.wxs': 'const a = 1;' },
    [
      'pages/home/shout.wxs:1:1 wxs takes ES5 only: Transforming const to the configured target environment ("es5") is not supported yet',
    ],
  ],
  [
    'a wxs file that requires a missing one',
    { 'pages/home/format.wxs': "var a = 1;\nvar b = require('./none.wxs');" },
    ['pages/home/format.wxs:2:9 cannot find "./none.wxs"'],
  ],
  [
    'a style sheet whose block is not closed',
    { [`${HOME}.wxss`]: '.a {\n  color: red;\n' },
    ['pages/home/home.wxss:1:1 Unclosed block'],
  ],
  [
    'a style import that is missing',
    { [`${HOME}.wxss`]: '.a {}\n@import "./none.wxss";' },
    ['pages/home/home.wxss:2:1 @import "./none.wxss" names a file that is missing'],
  ],
  [
    'broken JSON of the mini-program',
    { 'app.json': '{\n  "pages": ["pages/home/home"],\n}' },
    ['app.json:2:31 JSON does not support trailing commas'],
  ],
  [
    'broken JSON of a page',
    { [`${HOME}.json`]: '{ "usingComponents": { ' },
    ['pages/home/home.json:1:24 Expected string in JSON but found end of file'],
  ],
  [
    'JSON that is not an object',
    { [`${HOME}.json`]: '[]' },
    ['pages/home/home.json:1:1 expected a JSON object, found []'],
  ],
  [
    'a style isolation that does not exist',
    { 'components/card/card.json': '{"component": true,\n "styleIsolation": "none"}' },
    [
      'components/card/card.json:2:20 "styleIsolation" must be one of isolated, apply-shared, shared, page-isolated, page-apply-shared, page-shared',
    ],
  ],
  [
    'a component without "component": true',
    { 'components/card/card.json': '{}' },
    ['components/card/card.json:1:1 a component needs "component": true'],
  ],
  [
    'a page that is missing',
    { 'app.json': '{\n  "pages": ["pages/home/home", "pages/none/none"]\n}' },
    ['app.json:2:32 page "pages/none/none" is missing: no pages/none/none.wxml, no pages/none/none.ts'],
  ],
  ['no pages', { 'app.json': '{ "pages": [] }' }, ['app.json:1:3 "pages" must list at least one page']],
  ['no app.json', { 'app.json': undefined }, ['app.json:1:1 missing: the folder is not the root of a mini-program']],
  ['no app.ts', { 'app.ts': undefined }, ['app.ts:1:1 missing: a mini-program starts with it']],
  [
    'a page without code',
    { 'pages/detail/detail.ts': undefined },
    ['app.json:2:32 page "pages/detail/detail" is missing: no pages/detail/detail.ts'],
  ],
  [
    'a component that is missing',
    { [`${HOME}.json`]: '{\n  "usingComponents": { "card": "/components/none/none" }\n}' },
    [
      'pages/home/home.json:2:32 component "/components/none/none" is missing: no components/none/none.wxml, no components/none/none.ts, no components/none/none.json',
    ],
  ],
  [
    'a component outside the mini-program',
    { [`${HOME}.json`]: '{ "usingComponents": { "card": "../../../card/card" } }' },
    ['pages/home/home.json:1:32 "../../../card/card" is outside the mini-program'],
  ],
  [
    'a theme variable that is not defined',
    {
      [`${HOME}.json`]:
        '{\n "navigationBarBackgroundColor": "@none",\n "usingComponents": { "card": "/components/card/card" } }',
    },
    [
      'pages/home/home.json:2:34 "navigationBarBackgroundColor" is @none, which the light theme does not define',
      'pages/home/home.json:2:34 "navigationBarBackgroundColor" is @none, which the dark theme does not define',
    ],
  ],
  [
    'a theme file that is missing',
    { 'theme.json': undefined },
    ['app.json:12:20 "themeLocation" names theme.json, which is missing'],
  ],
  [
    'a mistake in TypeScript',
    { 'log.ts': 'export const entries = ;\nexport function log() {}' },
    ['log.ts:1:24 Unexpected ";"'],
  ],
  [
    'an import of a missing file',
    { 'app.ts': "import { log } from './none';\nApp({ onLaunch: log });" },
    ['app.ts:1:21 Could not resolve "./none"'],
  ],
  [
    'an import of a package',
    { 'app.ts': "import path from 'path';\nApp({ path });" },
    ['app.ts:1:18 "path" is in no miniprogram_npm: build npm first, or write "./path" for a file'],
  ],
  [
    'an import from outside the mini-program',
    { '../secret.ts': 'export default 1;', 'app.ts': "import secret from '../secret';\nApp({ secret });" },
    ['app.ts:1:20 "../secret" is outside the mini-program'],
  ],
  [
    'mistakes of several kinds at once',
    { [`${HOME}.wxml`]: '<veiw />', [`${HOME}.wxss`]: '.a {', 'log.ts': 'export const' },
    [
      'log.ts:1:13 Expected identifier but found end of file',
      'pages/home/home.wxml:1:2 unknown tag <veiw>: neither built in nor in "usingComponents"',
      'pages/home/home.wxss:1:1 Unclosed block',
    ],
  ],
])('names %s', async (_, files, problems) => {
  expect(await problemsWith(files)).toEqual(problems);
});

test('the unchanged fixture builds', async () => {
  expect(await problemsWith({})).toEqual([]);
});
