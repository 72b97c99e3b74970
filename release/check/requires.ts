import path from 'node:path';
import { type BuildFailure, build, type Plugin } from 'esbuild';
import type { CompiledPackage } from './content';

/**
 * Lists each `require` of a file that the compiled package lacks, one sentence each. WeChat's compiler does not look; on a
 * phone the page stays white.
 */
export async function requireFaults(files: CompiledPackage): Promise<string[]> {
  const faults = new Set<string>();
  const scripts = [...files.keys()].filter((name) => name.endsWith('.js'));
  try {
    await build({
      entryPoints: scripts,
      bundle: true,
      write: false,
      outdir: '.',
      format: 'cjs',
      platform: 'neutral',
      logLevel: 'silent',
      tsconfigRaw: {},
      plugins: [compiledFiles(files, (fault) => faults.add(fault))],
    });
  } catch (error) {
    // esbuild documents that a failed build throws this type.
    for (const { location, text } of (error as BuildFailure).errors) {
      faults.add(`${location ? `${location.file.replace(/^compiled:/, '')}:${location.line} ` : ''}${text}`);
    }
  }
  return [...faults].sort();
}

/** Reads from the compiled package, as a phone does. */
function compiledFiles(files: CompiledPackage, report: (fault: string) => void): Plugin {
  return {
    name: 'compiled-files',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path: name, kind, importer }) => {
        if (kind === 'entry-point') return { path: name, namespace: 'compiled' };
        if (candidates(name, importer).some((candidate) => files.has(candidate))) return { external: true };
        const missing = name.startsWith('.') || name.startsWith('/') ? 'which the package lacks' : inMiniprogramNpm;
        report(`${importer} requires "${name}", ${missing}.`);
        return { external: true };
      });
      onLoad({ filter: /.*/, namespace: 'compiled' }, ({ path: name }) => ({
        contents: files.get(name) ?? '',
        loader: 'js',
      }));
    },
  };
}

const inMiniprogramNpm = 'which is in no miniprogram_npm: build npm first ("Build npm" in DevTools, or ci.packNpm)';

/** The files that a reference may mean. https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html */
function candidates(name: string, importer: string): string[] {
  const from = path.posix.dirname(importer);
  if (name.startsWith('/')) return withEndings(path.posix.normalize(name.slice(1)));
  // WeChat also takes `components/x` for `./components/x`.
  const relative = withEndings(path.posix.join(from, name));
  if (name.startsWith('.')) return relative;
  const folders = from === '.' ? [''] : from.split('/').map((_, depth, all) => all.slice(0, depth + 1).join('/'));
  const packages = ['', ...folders].flatMap((folder) => withEndings(path.posix.join(folder, 'miniprogram_npm', name)));
  return [...packages, ...relative];
}

function withEndings(file: string): string[] {
  return [file, `${file}.js`, `${file}/index.js`];
}
