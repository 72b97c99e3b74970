import type { WxApi } from '../wx/contract';

/** Keeps picked files where they outlast the mini-program: WeChat's temp files do not. */
export interface ImageKeeper {
  /** SHA-1 of a file; `undefined` where it cannot be read. */
  digest(path: string): Promise<string | undefined>;
  /** Copies a picked file. The path of the copy; `undefined` where it cannot be made: WeChat gives 200 MB in all. */
  keep(image: { id: string; path: string }): Promise<string | undefined>;
  /** Deletes a copy. One that cannot be deleted is swept at the next start. */
  release(copy: string): Promise<void>;
  /** Deletes every copy but these. */
  sweep(copies: readonly string[]): Promise<void>;
}

export type KeeperApi = Pick<WxApi, 'env' | 'getFileSystemManager'>;

/** What every file call takes, and what the calls here answer. */
interface Ends<Result> {
  success: (result: Result) => void;
  fail: () => void;
}

/** The copies lie in a folder of their own under `wx.env.USER_DATA_PATH`, each named by the id of its image. */
export function createImageKeeper(api: KeeperApi = wx): ImageKeeper {
  const files = api.getFileSystemManager();
  const folder = `${api.env.USER_DATA_PATH}/oss-upload`;

  /** Whatever goes wrong with a file, there is one thing to do about it: without it. */
  function result<Result>(call: (ends: Ends<Result>) => void): Promise<Result | undefined> {
    return new Promise((resolve) => call({ success: resolve, fail: () => resolve(undefined) }));
  }

  async function release(copy: string): Promise<void> {
    await result((ends) => files.unlink({ filePath: copy, ...ends }));
  }

  return {
    async digest(path) {
      if (path === '') return undefined;
      const info = await result<{ digest: string }>((ends) =>
        files.getFileInfo({ filePath: path, digestAlgorithm: 'sha1', ...ends }),
      );
      return info?.digest || undefined;
    },
    async keep({ id, path }) {
      if (path === '') return undefined;
      // With the extension of the picked file, by which some clients tell how to show it.
      const copy = `${folder}/${encodeURIComponent(id)}${/\.\w{1,5}$/.exec(path)?.[0] ?? ''}`;
      await result((ends) => files.mkdir({ dirPath: folder, recursive: true, ...ends })); // fails where it is there already
      if (await result((ends) => files.copyFile({ srcPath: path, destPath: copy, ...ends }))) return copy;
      await release(copy);
      return undefined;
    },
    release,
    async sweep(copies) {
      const found = await result<{ files: string[] }>((ends) => files.readdir({ dirPath: folder, ...ends }));
      const paths = (found?.files ?? []).map((name) => `${folder}/${name}`);
      for (const path of paths) if (!copies.includes(path)) await release(path);
    },
  };
}
