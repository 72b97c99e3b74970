import path from 'node:path';

/**
 * Lists where WeChat looks for what a file refers to by name (`require`, `usingComponents`), first come first served: paths
 * in the mini-program, without an ending. https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html
 */
export function lookupPaths(name: string, importer: string): string[] {
  if (name.startsWith('/')) return [path.posix.normalize(name.slice(1))];
  // WeChat also takes `components/x` for `./components/x`.
  return [...packagePaths(name, importer), path.posix.join(path.posix.dirname(importer), name)];
}

/** The places of an npm package among them: in the nearest miniprogram_npm first. None for the path of a file. */
export function packagePaths(name: string, importer: string): string[] {
  if (/^[./]/.test(name)) return [];
  const from = path.posix.dirname(importer);
  const segments = from === '.' ? [] : from.split('/');
  const folders = segments.map((_, depth) => segments.slice(0, segments.length - depth).join('/'));
  return [...folders, ''].map((folder) => path.posix.join(folder, 'miniprogram_npm', name));
}

/** The script files that a path may stand for. */
export function scriptFiles(path: string): string[] {
  return [path, `${path}.js`, `${path}/index.js`];
}
