import { openSourceTree } from '../../../dev/preview/build/source-tree';
import { compileStyles } from '../../../dev/preview/build/wxss';
import { rewriteSelector } from '../../../dev/preview/build/wxss-selectors';
import type { CodeUnit } from '../../../dev/preview/mini-program';
import { rpxToVw } from '../../../dev/preview/rpx';
import { copyFixture, type FixtureCopy } from './fixture-copy';

test.each([
  ['width: 750rpx', 'width: 100vw'],
  ['margin: 1rpx -20rpx 7.5rpx', 'margin: 0.13333333vw -2.66666667vw 1vw'],
  ['calc(220rpx + env(safe-area-inset-bottom))', 'calc(29.33333333vw + env(safe-area-inset-bottom))'],
  ['16px 2rem 10rpxx', '16px 2rem 10rpxx'],
])('converts rpx to vw: %s', (rpx, vw) => {
  expect(rpxToVw(rpx)).toBe(vw);
});

test.each([
  ['.a .b-c:active, .d.e', '.s--a .s--b-c:active, .s--d.s--e'],
  ['view > text::before', 'wx-view > wx-text::before'],
  ['page', 'wx-page'],
  [':host > :not(.off)', '[wx-host="s"] > :not(.s--off)'],
  ['#add', '[id$="--add"]'],
  ['[data-a=".b"] view:nth-child(2n + 1)', '[data-a=".b"] wx-view:nth-child(2n + 1)'],
  ['.字', '.s--字'],
  ['*', '*'],
])('rewrites a selector of a component: %s', (selector, rewritten) => {
  expect(rewriteSelector(selector, 's')).toBe(rewritten);
});

test('keeps the classes in a selector of a page', () => {
  expect(rewriteSelector('.a > view .b', undefined)).toBe('.a > wx-view .b');
});

describe('style sheets', () => {
  let copy: FixtureCopy;
  beforeEach(async () => {
    copy = await copyFixture();
  });
  afterEach(() => copy.remove());

  const compile = async (unit: Partial<CodeUnit>, wxss: string) => {
    await copy.write('app.wxss', '');
    await copy.write('components/card/card.wxss', wxss);
    const card: CodeUnit = {
      path: 'components/card/card',
      kind: 'component',
      usingComponents: {},
      componentGenerics: {},
      styleIsolation: 'isolated',
      styleScope: 'card',
      handlers: [],
      ...unit,
    };
    const problems: unknown[] = [];
    const { shared } = await compileStyles(openSourceTree(copy.root), [card], (problem) => problems.push(problem));
    expect(problems).toEqual([]);
    return shared.trim();
  };

  test('converts rpx and vh in rules and media queries', async () => {
    const css = await compile({}, '@media (min-width: 75rpx) { .a { top: 50vh; width: 75rpx } }');
    expect(css).toBe(
      '@media (min-width: 10vw) { .card--a { top: calc(50 * var(--preview-page-height) / 100); width: 10vw } }',
    );
  });

  test('leaves keyframe steps unchanged', async () => {
    const css = await compile({}, '@keyframes a { from { top: 0 } 50.5% { top: 1px } to { top: 2px } }');
    expect(css).toBe('@keyframes a { from { top: 0 } 50.5% { top: 1px } to { top: 2px } }');
  });

  test('keeps the class names of a component with shared styles', async () => {
    expect(await compile({ styleIsolation: 'shared' }, '.a {}')).toBe('.a {}');
  });

  test('inlines imports, and circular ones only once', async () => {
    await copy.write('a.wxss', '@import "b.wxss";\n.a {}');
    await copy.write('b.wxss', "@import './a.wxss';\n.b {}");
    const css = await compile({}, '@import "/a.wxss";\n.c {}');
    expect(css.split(/\s*\n/)).toEqual(['.card--b {}', '.card--a {}', '.card--c {}']);
  });
});
