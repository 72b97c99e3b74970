import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readJsonObject } from '../project';
import { bundleComponent, bundleEntry, ENTRY } from './bundle';

const ROOT = path.resolve(__dirname, '../..');
const MINIPROGRAM = path.join(ROOT, 'miniprogram');

/** Where WeChat's npm support looks for what it copies. https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html */
const DIST = 'miniprogram_dist';

/**
 * Builds the npm package for other mini-programs into a folder, which is emptied first: the service as one JavaScript file with
 * its declarations, the component, package.json, README and licence. It has no dependencies.
 */
export async function buildNpmPackage(target: string): Promise<void> {
  const dist = path.join(target, DIST);
  await rm(target, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await bundleEntry(MINIPROGRAM, path.join(dist, 'index.js'));
  await bundleComponent(MINIPROGRAM, dist);
  emitDeclarations(dist);
  await writeFile(path.join(dist, 'index.d.ts'), ENTRY);
  await writeFile(path.join(target, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  await copyFile(path.join(__dirname, 'README.md'), path.join(target, 'README.md'));
  await copyFile(path.join(ROOT, 'LICENSE'), path.join(target, 'LICENSE'));
}

/** One declaration file for each source file: they refer to each other alone, and to no other package. */
function emitDeclarations(outDir: string): void {
  const tsc = path.join(path.dirname(createRequire(__filename).resolve('typescript/package.json')), 'bin/tsc');
  const project = path.join(__dirname, 'tsconfig.json');
  execFileSync(process.execPath, [tsc, '-p', project, '--outDir', outDir], { stdio: ['ignore', 'inherit', 'inherit'] });
}

function manifest(): object {
  const { name, version, license } = readJsonObject(path.join(ROOT, 'package.json'));
  return {
    name,
    version,
    description: 'Uploads pictures from a WeChat mini-program straight to Alibaba Cloud OSS.',
    license,
    keywords: ['wechat', 'miniprogram', 'weapp', 'oss', 'aliyun', 'upload'],
    main: `${DIST}/index.js`,
    types: `${DIST}/index.d.ts`,
    miniprogram: DIST,
    sideEffects: false,
    files: [DIST],
  };
}
