import { requireFaults } from '../../../release/check/requires';
import { packageOf } from './package-of';

test('accepts every way to name a file that is there', async () => {
  const files = packageOf({
    'app.js':
      'require("./a"); require("b/b.js"); require("/pages/p/p"); require("./b"); require("lib"); require("lib/sub")',
    'a.js': '',
    'b/b.js': 'require("../a.js"); require("lib")',
    'b/index.js': '',
    'pages/p/p.js': 'require("near"); require("./data.json")',
    'pages/p/data.json': '{}',
    'pages/miniprogram_npm/near/index.js': '',
    'miniprogram_npm/lib/index.js': '',
    'miniprogram_npm/lib/sub.js': '',
  });
  expect(await requireFaults(files)).toEqual([]);
});

test('names each file that is missing, and who requires it', async () => {
  const files = packageOf({
    'app.js': 'require("./gone"); const text = "require(\'./no\')"; // require("./comment")',
    'pages/p/p.js': 'import { x } from "/lost/x"; require("lib"); function f(require) { require("./inner"); }',
    'pages/miniprogram_npm/other/index.js': '',
  });
  expect(await requireFaults(files)).toEqual([
    'app.js requires "./gone", which the package lacks.',
    'pages/p/p.js requires "/lost/x", which the package lacks.',
    expect.stringMatching(/^pages\/p\/p\.js requires "lib", which is in no miniprogram_npm: build npm first/),
  ]);
});

test('names a script that cannot be parsed', async () => {
  expect(await requireFaults(packageOf({ 'pages/a.js': '\nconst = 1;' }))).toEqual([
    expect.stringMatching(/^pages\/a\.js:2 /),
  ]);
});
