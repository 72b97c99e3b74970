import { tryWx } from '../errors/wx-call';
import type { Callbacks, WxApi } from '../wx/contract';
import type { Timer } from '../wx/timer';

/** Copies of picked files that outlive the mini-program; WeChat's temp files do not. */
export interface ImageCopies {
  /** Copies a picked file. @returns the copy's path; `undefined` where it cannot be made: WeChat gives 200 MB in all */
  create(image: { id: string; path: string }): Promise<string | undefined>;
  /** Gives a copy to another image, which needs no room. @returns its new path; `undefined` where it may not be there */
  give(copy: string, id: string): Promise<string | undefined>;
  /** Deletes a copy. One that cannot be deleted is swept at the next start. */
  delete(copy: string): Promise<void>;
  /** The paths of all copies by the ids of their images, each of them whole. Empty where the folder cannot be read. */
  list(): Promise<ReadonlyMap<string, string>>;
}

/** Ends the name of a file that is being copied: the mini-program may end before it is whole. */
const PART = '.part';

/**
 * Keeps the copies in a folder of their own, each named by the id of its image.
 * @param run identifies this run of the mini-program
 */
export function createImageCopies(
  api: Pick<WxApi, 'getFileSystemManager'>,
  folder: string,
  run: string,
  timer: Timer,
): ImageCopies {
  const files = api.getFileSystemManager();
  let copiesSoFar = 0;

  async function succeeds(name: string, call: (callbacks: Required<Callbacks<unknown>>) => void): Promise<boolean> {
    return (
      (await tryWx(name, timer, (callbacks) => call({ ...callbacks, success: () => callbacks.success(true) }))) === true
    );
  }

  async function makeFolder(): Promise<void> {
    // Fails where it exists.
    await succeeds('mkdir', (callbacks) => files.mkdir({ dirPath: folder, recursive: true, ...callbacks }));
  }

  async function deleteFile(path: string): Promise<void> {
    await succeeds('unlink', (callbacks) => files.unlink({ filePath: path, ...callbacks }));
  }

  async function names(): Promise<readonly string[]> {
    const found = await tryWx<{ files: string[] }>('readdir', timer, (callbacks) =>
      files.readdir({ dirPath: folder, ...callbacks }),
    );
    return found?.files ?? [];
  }

  /** Asks the folder where the call says that it failed: clients have carried out what they called failed. */
  async function rename(part: string, copy: string): Promise<boolean> {
    if (await succeeds('rename', (callbacks) => files.rename({ oldPath: part, newPath: copy, ...callbacks })))
      return true;
    const found = (await names()).map((name) => `${folder}/${name}`);
    return found.includes(copy) && !found.includes(part);
  }

  /** With the extension of the picked file, by which some clients decide how to show it. */
  function copyPath(id: string, path: string): string {
    return `${folder}/${encodeURIComponent(id)}${/\.\w{1,5}$/.exec(path)?.[0] ?? ''}`;
  }

  return {
    async create({ id, path }) {
      if (path === '') return undefined;
      const copy = copyPath(id, path);
      const part = `${copy}.${run}-${++copiesSoFar}${PART}`;
      await makeFolder();
      const isCopied = await succeeds('copyFile', (callbacks) =>
        files.copyFile({ srcPath: path, destPath: part, ...callbacks }),
      );
      if (isCopied && (await rename(part, copy))) return copy;
      await deleteFile(part);
      return undefined;
    },
    async give(copy, id) {
      const given = copyPath(id, copy);
      return (await rename(copy, given)) ? given : undefined;
    },
    delete: deleteFile,
    async list() {
      await makeFolder();
      const found = await names();
      for (const name of found) if (name.endsWith(PART)) await deleteFile(`${folder}/${name}`);
      const whole = found.filter((name) => !name.endsWith(PART));
      return new Map(whole.map((name) => [idOf(name), `${folder}/${name}`]));
    },
  };
}

function idOf(file: string): string {
  const name = file.replace(/\.\w{1,5}$/, '');
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // not a name of ours
  }
}
