import { type BuildFailure, build, type Plugin } from 'esbuild';
import type { CompiledPackage } from './content';
import { lookupPaths } from './lookup-paths';

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
        if (
          lookupPaths(name, importer)
            .flatMap(withEndings)
            .some((file) => files.has(file))
        )
          return { external: true };
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

function withEndings(path: string): string[] {
  return [path, `${path}.js`, `${path}/index.js`];
}
