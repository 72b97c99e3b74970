import { createHash } from 'node:crypto';
import path from 'node:path';
import { type Quota, WECHAT_QUOTA } from '../wx/quota';
import { readAppConfig, resolveWindow } from './build/app-config';
import { bundleCode } from './build/bundle-code';
import { findCodeUnits } from './build/code-units';
import { BuildError, collectProblems } from './build/problem';
import { openSourceTree } from './build/source-tree';
import { compileTemplates } from './build/wxml';
import { compileStyles } from './build/wxss';
import type { MiniProgram } from './mini-program';

/** A mini-program built for the browser. */
export interface BuildResult {
  /** Content hash: the same sources give the same id. */
  readonly id: string;
  /** A script that calls `startMiniProgram` (runtime/main.ts) with the mini-program. */
  readonly script: string;
  /** The CSS of app.wxss and of all components. */
  readonly styleSheet: string;
}

/**
 * Builds the mini-program whose app.json is in the folder `miniprogramRoot`. Writes no files.
 * @throws BuildError with every error in the sources
 */
export async function buildPreview(miniprogramRoot: string, quota: Quota = WECHAT_QUOTA): Promise<BuildResult> {
  const { report, found } = collectProblems();
  const tree = openSourceTree(path.resolve(miniprogramRoot));
  const app = await readAppConfig(tree, report);
  if (app === undefined) throw new BuildError(found());
  const units = await findCodeUnits(tree, app, report);
  const pages = units.filter(({ kind }) => kind === 'page');
  const windows = Object.fromEntries(pages.map((page) => [page.path, resolveWindow(app, page.json, report)]));
  if (found().length > 0) throw new BuildError(found());
  const [templates, styles, code] = await Promise.all([
    compileTemplates(tree, units, report),
    compileStyles(tree, units, report),
    bundleCode(tree, units, report),
  ]);
  if (found().length > 0) throw new BuildError(found());

  const miniProgram: MiniProgram = {
    pages: app.pages,
    darkMode: app.darkMode,
    windows,
    networkTimeout: app.networkTimeout,
    quota,
    units: units.map(({ json, ...unit }) => ({ ...unit, handlers: templates.handlers.get(unit.path) ?? [] })),
    pageStyles: styles.pages,
    code,
  };
  const script = `startMiniProgram(${JSON.stringify(miniProgram)}, ${templates.script});`;
  const id = createHash('sha256').update(script).update(styles.shared).digest('hex').slice(0, 16);
  return { id, script, styleSheet: styles.shared };
}
