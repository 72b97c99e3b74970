import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

/** The package's entry, both as code and as declarations, relative to miniprogram/. */
export const ENTRY = `export * from './services/oss-upload/index';
export { setUploaderDefaults, uploaderDefaults } from './components/oss-uploader/defaults';
export type { UploaderDefaults } from './components/oss-uploader/defaults';
export { createLogin } from './services/login/login';
export type { Login, LoginOptions, LoginWx } from './services/login/login';
`;

/** What the component imports of the entry. */
const IN_ENTRY = ['services/oss-upload/index.ts', 'components/oss-uploader/defaults.ts'];

/** The component's own pieces, each of which WeChat loads as files of its own. */
const PIECES = ['oss-uploader', 'head/head', 'tile/tile', 'banner/banner'];

/** ES2018, so that it runs as it is in projects with `es6` switched off. */
const OPTIONS = {
  bundle: true,
  minify: true,
  format: 'cjs',
  platform: 'neutral',
  target: 'es2018',
  charset: 'utf8',
  tsconfigRaw: {},
  logLevel: 'error',
} as const satisfies BuildOptions;

/** Bundles the service, and what sets the component's defaults, into one file without a `require`. */
export async function bundleEntry(miniprogram: string, outfile: string): Promise<void> {
  await build({ ...OPTIONS, stdin: { contents: ENTRY, resolveDir: miniprogram, loader: 'ts' }, outfile });
}

/** Builds the component into the folder `oss-uploader` beside the entry, which its scripts require. */
export async function bundleComponent(miniprogram: string, dist: string): Promise<void> {
  const from = path.join(miniprogram, 'components/oss-uploader');
  const to = path.join(dist, 'oss-uploader');
  await mkdir(to, { recursive: true });
  await build({
    ...OPTIONS,
    entryPoints: PIECES.map((piece) => ({ in: path.join(from, `${piece}.ts`), out: piece })),
    outdir: to,
    plugins: [requiresEntry(miniprogram)],
  });
  for (const piece of PIECES) {
    for (const ending of ['json', 'wxml', 'wxss']) {
      await cp(path.join(from, `${piece}.${ending}`), path.join(to, `${piece}.${ending}`));
    }
  }
}

/** Leaves the service outside: two copies of it would not know each other's uploaders, and be twice as large. */
function requiresEntry(miniprogram: string): Plugin {
  const inEntry = IN_ENTRY.map((file) => path.join(miniprogram, file));
  return {
    name: 'requires-entry',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path: name, resolveDir }) =>
        inEntry.includes(`${path.join(resolveDir, name)}.ts`) ? { path: '../index', external: true } : undefined,
      );
    },
  };
}
