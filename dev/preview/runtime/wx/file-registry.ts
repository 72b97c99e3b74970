/** The files that were picked, by the temporary path that the mini-program knows them by. */
export interface FileRegistry {
  /** A new path of the form `wxfile://tmp_….png`; it keeps the extension of the file's own name, in lower case. */
  add(file: File): string;
  get(path: string): File | undefined;
  /** A URL that the browser can show the file from. It lives as long as this document, like the registry's files. */
  urlOf(path: string): string | undefined;
}

export function createFileRegistry(): FileRegistry {
  const files = new Map<string, File>();
  const urls = new Map<string, string>();
  const session = Date.now().toString(16);
  return {
    add(file) {
      const [extension = ''] = /\.[A-Za-z0-9]+$/.exec(file.name) ?? [];
      const path = `wxfile://tmp_${session}${files.size + 1}${extension.toLowerCase()}`;
      files.set(path, file);
      return path;
    },
    get: (path) => files.get(path),
    urlOf(path) {
      const file = files.get(path);
      if (file === undefined) return undefined;
      const url = urls.get(path) ?? URL.createObjectURL(file);
      urls.set(path, url);
      return url;
    },
  };
}
