import type { FileSystem, WxApi } from '../wx/contract';

/** Copies of picked files that outlive the mini-program; WeChat's temp files do not. */
export interface ImageCopies {
  /** Copies a picked file. @returns the copy's path; `undefined` where it cannot be made: WeChat gives 200 MB in all */
  create(image: { id: string; path: string }): Promise<string | undefined>;
  /** Deletes a copy. One that cannot be deleted is swept at the next start. */
  delete(copy: string): Promise<void>;
  /** Deletes every copy but these. */
  sweep(copies: readonly string[]): Promise<void>;
}

/** Keeps the copies in a folder of their own under `wx.env.USER_DATA_PATH`, each named by the id of its image. */
export function createImageCopies(api: Pick<WxApi, 'env' | 'getFileSystemManager'>): ImageCopies {
  const files: FileSystem = api.getFileSystemManager();
  const folder = `${api.env.USER_DATA_PATH}/oss-upload`;

  /** The result of a file call; `undefined` where it failed, whose reason changes nothing here. */
  function result<Result>(
    call: (callbacks: { success: (result: Result) => void; fail: () => void }) => void,
  ): Promise<Result | undefined> {
    return new Promise((resolve) => call({ success: resolve, fail: () => resolve(undefined) }));
  }

  async function deleteCopy(copy: string): Promise<void> {
    await result((callbacks) => files.unlink({ filePath: copy, ...callbacks }));
  }

  return {
    async create({ id, path }) {
      // With the extension of the picked file, by which some clients decide how to show it.
      const copy = `${folder}/${encodeURIComponent(id)}${/\.\w{1,5}$/.exec(path)?.[0] ?? ''}`;
      await result((callbacks) => files.mkdir({ dirPath: folder, recursive: true, ...callbacks })); // fails where it exists
      if (await result((callbacks) => files.copyFile({ srcPath: path, destPath: copy, ...callbacks }))) return copy;
      await deleteCopy(copy); // what was copied before it failed
      return undefined;
    },
    delete: deleteCopy,
    async sweep(copies) {
      const found = await result<{ files: string[] }>((callbacks) => files.readdir({ dirPath: folder, ...callbacks }));
      const paths = (found?.files ?? []).map((name) => `${folder}/${name}`);
      for (const path of paths) if (!copies.includes(path)) await deleteCopy(path);
    },
  };
}
