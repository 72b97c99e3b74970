import { existsSync } from 'node:fs';
import path from 'node:path';
import { isRecord, type Project, readJsonObject } from '../project';

/**
 * Names the npm packages for mini-programs that are dependencies and were never copied to `miniprogram_npm`, or not even
 * installed: the compiler would only list the places where it has looked. Only a package.json beside app.json counts:
 * frameworks that bundle, such as Taro, have theirs elsewhere.
 * @throws Error that names a package.json that is no JSON object
 */
export function unbuiltNpmFaults({ root }: Pick<Project, 'root'>): string[] {
  const manifest = path.join(root, 'package.json');
  return dependenciesOf(manifest).flatMap((name) => {
    const installed = path.join(root, 'node_modules', name, 'package.json');
    const isBuilt = existsSync(path.join(root, 'miniprogram_npm', name));
    if (isBuilt || (existsSync(installed) && !isForMiniPrograms(installed))) return [];
    const first = existsSync(installed) ? 'choose' : 'run npm install, then choose';
    return [`miniprogram_npm lacks ${name}, a dependency of ${manifest}: ${first} 工具 → 构建 npm in DevTools.`];
  });
}

function dependenciesOf(manifest: string): string[] {
  const { dependencies } = existsSync(manifest) ? readJsonObject(manifest) : {};
  return isRecord(dependencies) ? Object.keys(dependencies) : [];
}

/** Such a package names the folder to copy: https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html */
function isForMiniPrograms(manifest: string): boolean {
  return typeof readJsonObject(manifest)['miniprogram'] === 'string';
}
