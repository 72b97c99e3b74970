import { existsSync } from 'node:fs';
import path from 'node:path';
import { isRecord, type Project, readJsonObject } from '../project';

/**
 * Names the npm packages for mini-programs that are dependencies and were never copied to `miniprogram_npm`, or not even
 * installed: the compiler would only list the places where it has looked.
 * @throws Error that names a package.json that is no JSON object
 */
export function unbuiltNpmFaults({ folder, root }: Pick<Project, 'folder' | 'root'>): string[] {
  return [...new Set([folder, root])].flatMap((place) =>
    dependenciesOf(place).flatMap((name) => {
      const installed = path.join(place, 'node_modules', name, 'package.json');
      const isBuilt = existsSync(path.join(root, 'miniprogram_npm', name));
      if (isBuilt || (existsSync(installed) && !isForMiniPrograms(installed))) return [];
      const first = existsSync(installed) ? 'choose' : 'run npm install, then choose';
      return [
        `miniprogram_npm lacks ${name}, a dependency of ${path.join(place, 'package.json')}: ${first} 工具 → 构建 npm in DevTools.`,
      ];
    }),
  );
}

function dependenciesOf(place: string): string[] {
  const manifest = path.join(place, 'package.json');
  const { dependencies } = existsSync(manifest) ? readJsonObject(manifest) : {};
  return isRecord(dependencies) ? Object.keys(dependencies) : [];
}

/** Such a package names the folder to copy: https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html */
function isForMiniPrograms(manifest: string): boolean {
  return typeof readJsonObject(manifest)['miniprogram'] === 'string';
}
