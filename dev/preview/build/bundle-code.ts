import path from 'node:path';
import { type BuildFailure, build, type Plugin } from 'esbuild';
import { packagePaths, scriptFiles } from '../../../release/check/lookup-paths';
import { type SourceUnit, scriptFile } from './code-units';
import type { Report } from './problem';
import type { SourceTree } from './source-tree';

/** Name of the entry script, which exists only in memory. */
const START = 'start';

/**
 * Bundles app.ts and the code of all units. The bundle calls `define(path, load)` for each, so that a page or component runs once and
 * with its path known, as in WeChat.
 */
export async function bundleCode(tree: SourceTree, units: readonly SourceUnit[], report: Report): Promise<string> {
  const app = scriptFile(tree, 'app');
  if (app === undefined)
    report({ file: 'app.ts', line: 1, column: 1, message: 'missing: a mini-program starts with it' });
  const scripts = units.map(({ path: unit }) => ({ unit, file: scriptFile(tree, unit) }));
  const lines = [{ unit: 'app', file: app }, ...scripts]
    .filter(({ file }) => file !== undefined)
    .map(({ unit, file }) => `define(${JSON.stringify(unit)}, () => require(${JSON.stringify(`./${file}`)}));`);
  try {
    const { outputFiles } = await build({
      stdin: { contents: lines.join('\n'), resolveDir: tree.root, sourcefile: START },
      absWorkingDir: tree.root,
      bundle: true,
      write: false,
      outfile: 'mini-program.js',
      format: 'iife',
      platform: 'neutral',
      target: 'es2022',
      sourcemap: 'external',
      sourceRoot: 'mini-program',
      resolveExtensions: ['.ts', '.js', '.json'],
      // Ignores any tsconfig.json of a parent folder.
      tsconfigRaw: {},
      logLevel: 'silent',
      plugins: [staysInside(tree)],
    });
    const [map, code] = outputFiles.sort((a, b) => b.path.localeCompare(a.path)).map((file) => file.text);
    return withSourceMap(code ?? '', map ?? '');
  } catch (error) {
    // esbuild documents that a failed build throws this type.
    for (const { location, text } of (error as BuildFailure).errors) {
      report({
        file: location?.file ?? START,
        line: location?.line ?? 1,
        column: (location?.column ?? 0) + 1,
        message: text,
      });
    }
    return '';
  }
}

/** Appends the source map, shifted by the two lines that `new Function` puts before the code. */
function withSourceMap(code: string, map: string): string {
  const { mappings, ...rest } = JSON.parse(map) as { mappings: string };
  const shifted = Buffer.from(JSON.stringify({ ...rest, mappings: `;;${mappings}` })).toString('base64');
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${shifted}`;
}

/** Rejects files outside the mini-program, and resolves what starts with `/` from its root and a package in miniprogram_npm. */
function staysInside({ root, has }: SourceTree): Plugin {
  return {
    name: 'stays-inside',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /.*/ }, async ({ path: name, resolveDir, kind, importer, pluginData }) => {
        if (pluginData === root) return undefined;
        if (!/^[./]/.test(name)) {
          const from = path.relative(root, importer).split(path.sep).join('/');
          const candidates = packagePaths(name, from).flatMap(scriptFiles);
          const file = candidates.find((candidate) => candidate.endsWith('.js') && has(candidate));
          if (file !== undefined) return { path: path.join(root, file) };
          const text = `"${name}" is in no miniprogram_npm: build npm first, or write "./${name}" for a file`;
          return { errors: [{ text }] };
        }
        const found = await resolve(name.startsWith('/') ? `.${name}` : name, {
          kind,
          importer,
          resolveDir: name.startsWith('/') ? root : resolveDir,
          pluginData: root,
        });
        const outside = found.path !== '' && path.relative(root, found.path).startsWith('..');
        return outside ? { errors: [{ text: `"${name}" is outside the mini-program` }] } : found;
      });
    },
  };
}
