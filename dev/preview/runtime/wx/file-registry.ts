import type { UserFiles } from './user-files';

/** The files that the mini-program knows: those that were picked, by temporary path, and those that it keeps. */
export interface FileRegistry {
  /** A new path of the form `wxfile://tmp_….png`; it keeps the extension of the file's own name, in lower case. */
  add(file: File): string;
  get(path: string): Blob | undefined;
  /** A URL that the browser can show the file from. It lives as long as this document. */
  urlOf(path: string): string | undefined;
  readonly kept: UserFiles;
}

export function createFileRegistry(kept: UserFiles): FileRegistry {
  const picked = new Map<string, File>();
  const urls = new Map<Blob, string>();
  const session = Date.now().toString(16);
  const get = (path: string) => picked.get(path) ?? kept.get(path);
  return {
    add(file) {
      const [extension = ''] = /\.[A-Za-z0-9]+$/.exec(file.name) ?? [];
      const path = `wxfile://tmp_${session}${picked.size + 1}${extension.toLowerCase()}`;
      picked.set(path, file);
      return path;
    },
    get,
    urlOf(path) {
      const file = get(path);
      if (file === undefined) return undefined;
      const url = urls.get(file) ?? URL.createObjectURL(file);
      urls.set(file, url);
      return url;
    },
    kept,
  };
}
