import path from 'node:path';

/**
 * Lists where WeChat looks for what a file refers to by name (`require`, `usingComponents`), first come first served: paths
 * in the mini-program, without an ending. https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html
 */
export function lookupPaths(name: string, importer: string): string[] {
  const from = path.posix.dirname(importer);
  if (name.startsWith('/')) return [path.posix.normalize(name.slice(1))];
  const relative = path.posix.join(from, name);
  if (name.startsWith('.')) return [relative];
  const segments = from === '.' ? [] : from.split('/');
  const folders = segments.map((_, depth) => segments.slice(0, segments.length - depth).join('/'));
  const packages = [...folders, ''].map((folder) => path.posix.join(folder, 'miniprogram_npm', name));
  // WeChat also takes `components/x` for `./components/x`.
  return [...packages, relative];
}
