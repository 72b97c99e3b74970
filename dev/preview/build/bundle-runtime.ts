import path from 'node:path';
import { build } from 'esbuild';

/** The preview's own script and style sheet for the page that runs a mini-program. */
export interface RuntimeFiles {
  readonly script: string;
  readonly styleSheet: string;
}

export async function bundleRuntime(): Promise<RuntimeFiles> {
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, '../runtime/main.ts')],
    bundle: true,
    write: false,
    minify: true,
    outdir: 'runtime',
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
  });
  const text = (extension: string) => outputFiles.find((file) => file.path.endsWith(extension))?.text ?? '';
  return { script: text('.js'), styleSheet: text('.css') };
}
