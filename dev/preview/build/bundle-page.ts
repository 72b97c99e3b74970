import path from 'node:path';
import { build } from 'esbuild';

/** The script and the style sheet of one of the preview's own pages. */
export interface PageFiles {
  readonly script: string;
  readonly styleSheet: string;
}

/** Once for each page: its sources stay as they are while the preview runs. */
const bundled = new Map<string, Promise<PageFiles>>();

/** @param entry inside dev/preview: `runtime/main.ts` */
export function bundlePage(entry: string): Promise<PageFiles> {
  const files = bundled.get(entry) ?? bundle(entry);
  bundled.set(entry, files);
  return files;
}

async function bundle(entry: string): Promise<PageFiles> {
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, '..', entry)],
    bundle: true,
    write: false,
    minify: true,
    outdir: 'page',
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
  });
  const text = (extension: string) => outputFiles.find((file) => file.path.endsWith(extension))?.text ?? '';
  return { script: text('.js'), styleSheet: text('.css') };
}
