import { isRecord } from '../project';
import type { CompiledPackage } from './content';

/** WeChat's limit for the main package and for each subpackage, in bytes. https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html */
export const WECHAT_LIMIT = 2 * 1024 * 1024;

/** This project's own size budget, in bytes: it is there to notice growth. */
export const MAX_PACKAGE_SIZE = 106 * 1024;

/** What the budget counts. Pages that someone adds to a clone of this project are theirs, and not part of it. */
const BUDGETED = ['components/oss-uploader', 'pages/upload', 'services/login', 'services/oss-upload', 'words'];

export function packageSize(files: CompiledPackage): number {
  return [...files.values()].reduce((sum, content) => sum + content.length, 0);
}

/** Sums the files of this project's own folders and of the app itself (`app.js`, `config.js`, …). */
export function budgetedSize(files: CompiledPackage): number {
  const own = [...files].filter(
    ([name]) => !name.includes('/') || BUDGETED.some((each) => name.startsWith(`${each}/`)),
  );
  return packageSize(new Map(own));
}

/** Sums the sizes by folder, at most two levels deep, largest first. Files at the root count as `.`. */
export function sizesByFolder(files: CompiledPackage): [folder: string, size: number][] {
  const sizes = new Map<string, number>();
  for (const [name, content] of files) {
    const folder = name.split('/').slice(0, -1).slice(0, 2).join('/') || '.';
    sizes.set(folder, (sizes.get(folder) ?? 0) + content.length);
  }
  return [...sizes].sort(([, a], [, b]) => b - a);
}

/** Lists the packages that are too large for WeChat, one sentence each. */
export function sizeFaults(files: CompiledPackage): string[] {
  const roots = subpackageRoots(files);
  const sizes = new Map<string, number>();
  for (const [name, content] of files) {
    const where = roots.find((root) => name.startsWith(root)) ?? '';
    sizes.set(where, (sizes.get(where) ?? 0) + content.length);
  }
  return [...sizes]
    .filter(([, size]) => size > WECHAT_LIMIT)
    .map(([root, size]) => {
      const what = root === '' ? 'the main package' : `the subpackage ${root}`;
      return `Expected ${what} to have at most ${WECHAT_LIMIT} bytes, which is WeChat's limit, got ${size}. Its largest files: ${largest(files, root)}.`;
    });
}

/** Names the budget if this project's own part exceeds it. */
export function budgetFaults(files: CompiledPackage): string[] {
  const size = budgetedSize(files);
  if (size <= MAX_PACKAGE_SIZE) return [];
  return [`Expected at most ${MAX_PACKAGE_SIZE} bytes in this project's own folders, got ${size}.`];
}

function largest(files: CompiledPackage, root: string): string {
  return [...files]
    .filter(([name]) => name.startsWith(root))
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, 3)
    .map(([name, content]) => `${name} ${content.length}`)
    .join(', ');
}

/** The folders of app.json's subpackages, each with a slash at its end. The compiler has parsed app.json before. */
function subpackageRoots(files: CompiledPackage): string[] {
  const app: unknown = JSON.parse(files.get('app.json')?.toString('utf8') ?? '{}');
  if (!isRecord(app)) return [];
  const listed = app['subPackages'] ?? app['subpackages'];
  const roots = (Array.isArray(listed) ? listed : []).map((each) => (isRecord(each) ? String(each['root']) : ''));
  return roots.filter((root) => root !== '').map((root) => `${root.replace(/^\/|\/$/g, '')}/`);
}
