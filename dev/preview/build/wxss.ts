import postcss, { type AtRule, CssSyntaxError, type Root } from 'postcss';
import type { CodeUnit } from '../mini-program';
import { rpxToVw } from '../rpx';
import { withSafeAreas } from '../safe-areas';
import { hasSharedStyle } from './code-units';
import type { Report } from './problem';
import { resolveReference, type SourceTree } from './source-tree';
import { rewriteSelector } from './wxss-selectors';

/** The style sheets as CSS. */
export interface Styles {
  /** app.wxss and all components; always applied. */
  readonly shared: string;
  /** Page style sheets, by path. */
  readonly pages: Readonly<Record<string, string>>;
}

export async function compileStyles(
  tree: SourceTree,
  units: readonly Omit<CodeUnit, 'handlers'>[],
  report: Report,
): Promise<Styles> {
  const css = async (path: string, scope?: string) =>
    tree.has(`${path}.wxss`) ? compileWxss(tree, `${path}.wxss`, scope, report) : '';
  const shared = [await css('app')];
  const pages: Record<string, string> = {};
  for (const unit of units) {
    const text = await css(unit.path, hasSharedStyle(unit) ? undefined : unit.styleScope);
    if (unit.kind === 'page') pages[unit.path] = text;
    else shared.push(text);
  }
  return { shared: shared.join('\n'), pages };
}

/** @param scope prefix of class names; undefined keeps them unchanged */
async function compileWxss(tree: SourceTree, file: string, scope: string | undefined, report: Report): Promise<string> {
  const root = await readWithImports(tree, file, [], report);
  root.walkRules((rule) => {
    const inKeyframes = rule.parent?.type === 'atrule' && /keyframes$/.test((rule.parent as AtRule).name);
    if (!inKeyframes) rule.selector = rewriteSelector(rule.selector, scope);
  });
  root.walkDecls((declaration) => {
    declaration.value = convertLengths(declaration.value);
  });
  root.walkAtRules((atRule) => {
    atRule.params = convertLengths(atRule.params);
  });
  return root.toString();
}

/** Converts rpx, vh and safe areas. In WeChat 100vh excludes the navigation bar, in the preview the browser's viewport includes it. */
function convertLengths(value: string): string {
  return withSafeAreas(rpxToVw(value)).replace(/(-?\d*\.?\d+)vh\b/g, 'calc($1 * var(--preview-page-height) / 100)');
}

async function readWithImports(
  tree: SourceTree,
  file: string,
  ancestors: readonly string[],
  report: Report,
): Promise<Root> {
  const root = await parse(tree, file, report);
  const imports: AtRule[] = [];
  root.walkAtRules('import', (rule) => {
    imports.push(rule);
  });
  for (const rule of imports) {
    const name = rule.params.replace(/^["']|["']$/g, '');
    const target = resolveReference(name, file);
    if (target === undefined || !tree.has(target)) {
      const { line = 1, column = 1 } = rule.source?.start ?? {};
      report({ file, line, column, message: `@import "${name}" names a file that is missing` });
      rule.remove();
    } else if (target === file || ancestors.includes(target)) {
      rule.remove();
    } else {
      rule.replaceWith((await readWithImports(tree, target, [...ancestors, file], report)).nodes);
    }
  }
  return root;
}

async function parse(tree: SourceTree, file: string, report: Report): Promise<Root> {
  try {
    return postcss.parse(await tree.read(file), { from: file });
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error;
    report({ file, line: error.line ?? 1, column: error.column ?? 1, message: error.reason });
    return postcss.root();
  }
}
