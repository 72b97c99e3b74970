import type { UserFiles } from './user-files';

/** The files of the mini-program: picked ones by temporary path, and kept ones. */
export interface FileRegistry {
  /** Registers a file and returns its path, `wxfile://tmp_….png`, with the extension of the file's name in lower case. */
  add(file: File): string;
  get(path: string): Blob | undefined;
  /** An object URL of the file, valid as long as this document. */
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
