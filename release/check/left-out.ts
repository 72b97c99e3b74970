import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Project } from '../project';

/**
 * Names the TypeScript files that WeChat's compiler would leave out without a word: those of a JavaScript project without
 * the compiler's TypeScript plugin, and without a compiled `.js` beside them.
 */
export function leftOutFaults({ root, compilesTypeScript }: Project): string[] {
  if (compilesTypeScript || !existsSync(root)) return [];
  const left = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter(
      (name) =>
        name.endsWith('.ts') && !name.endsWith('.d.ts') && !/(?:^|\/)(?:node_modules|miniprogram_npm)\//.test(name),
    )
    .filter((name) => !existsSync(path.join(root, name.replace(/\.ts$/, '.js'))));
  if (left.length === 0) return [];
  const some = left.sort().slice(0, 3).join(', ') + (left.length > 3 ? ` and ${left.length - 3} more` : '');
  return [
    `The package would lack ${some}: WeChat's compiler leaves .ts files out unless project.config.json has "setting": { "useCompilerPlugins": ["typescript"] }.`,
  ];
}
