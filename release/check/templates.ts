import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { collectProblems, describeProblem } from '../../dev/preview/build/problem';
import { openSourceTree } from '../../dev/preview/build/source-tree';
import { checkTemplates } from '../../dev/preview/build/wxml';
import { findTags } from '../../dev/preview/build/wxml-tags';
import { checkWxs, collectScripts } from '../../dev/preview/build/wxs';

/**
 * Lists the mistakes in WXML and wxs that WeChat's compiler passes on to the phone: tags that are not closed, bad `{{ }}`, wxs
 * that cannot be parsed. The template compiler of glass-easel and wcc, the one of base libraries before it, each see some.
 * @param root folder with app.json
 * @param names the package's files, by their paths in `root`
 */
export async function templateFaults(root: string, names: Iterable<string>): Promise<string[]> {
  const tree = openSourceTree(root);
  const sources = [...names].filter((name) => /\.(?:wxml|wxs)$/.test(name) && tree.has(name));
  const { report, found } = collectProblems();
  const templates = new Map<string, string>();
  const scripts = new Map<string, string>();
  for (const name of sources) {
    if (name.endsWith('.wxs')) {
      await collectScripts(tree, name, scripts, report);
      continue;
    }
    const text = await tree.read(name);
    templates.set(name, text);
    for (const { script } of findTags(text).filter((tag) => tag.name === 'wxs')) {
      await checkWxs(name, text, script.text, script.offset, report);
    }
  }
  checkTemplates(templates, report);
  const faults = found().map(describeProblem);
  // One compiler's words are enough; wcc names only the first mistake.
  return faults.length > 0 ? faults : wccFaults(root, sources);
}

const WCC = { darwin: 'mac/wcc', win32: 'windows/wcc.exe' } as const;

function wccFaults(root: string, sources: readonly string[]): string[] {
  if (sources.length === 0) return [];
  const file = process.platform === 'darwin' || process.platform === 'win32' ? WCC[process.platform] : 'linux/wcc';
  const command = path.join(
    path.dirname(createRequire(__filename).resolve('miniprogram-compiler/package.json')),
    'bin',
    file,
  );
  try {
    chmodSync(command, 0o755); // it is published without execute permission
  } catch {
    // Someone else installed it; whether it runs is seen below.
  }
  // As miniprogram-compiler calls it, without component names, which only shorten its output.
  const { status, stderr, error } = spawnSync(command, ['-d', '-cc', '0', ...sources, '-gn', '$gwx'], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
    encoding: 'utf8',
  });
  // It exists for x64 only; elsewhere glass-easel's compiler has to do.
  if (error || status === 0) return [];
  return stderr.split('\n').filter((line) => line.trim() !== '');
}
