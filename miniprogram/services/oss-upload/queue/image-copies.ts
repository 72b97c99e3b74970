import { tryWx } from '../errors/wx-call';
import type { Callbacks, WxApi } from '../wx/contract';
import type { Timer } from '../wx/timer';

/** Copies of picked files that outlive the mini-program; WeChat's temp files do not. */
export interface ImageCopies {
  /**
   * Copies a picked file.
   * @param image its size in bytes, 0 where that is not known
   * @param isLate whether a copy that is there already is to stay: another page's queue may have made it, and be sending it
   * @returns the copy's path; `undefined` where it cannot be made: WeChat gives 200 MB in all
   */
  create(image: { id: string; path: string; size: number }, isLate?: () => boolean): Promise<string | undefined>;
  /** Gives a copy to another image, which needs no room. @returns its new path; `undefined` where it may not be there */
  give(copy: string, image: { id: string; size: number }): Promise<string | undefined>;
  /** Deletes a copy. False where it is still there. */
  delete(copy: string): Promise<boolean>;
  /** The path of an image's copy; `undefined` where there is none. */
  find(id: string): Promise<string | undefined>;
  /** The paths of all copies by the ids of their images; `undefined` where the folder cannot be read. */
  list(): Promise<ReadonlyMap<string, string> | undefined>;
}

/** Ends the name of a file that is being copied: the mini-program may end before it is whole. */
const PART = '.part';

/** Tries to read the folder: what is not seen in it counts as lost. */
const READS = 3;

/** Ends the id in a name, and begins the size that was picked: known even where the record is lost. No encoded id contains it. */
const ID_END = '+';

/**
 * Keeps the copies in a folder of their own, each named by the id of its image and the size that was picked.
 * @param user identifies these copies' user, so that what it is copying is told from what an earlier one left
 */
export function createImageCopies(
  api: Pick<WxApi, 'getFileSystemManager'>,
  folder: string,
  user: string,
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

  async function names(): Promise<readonly string[] | undefined> {
    for (let tries = 0; tries < READS; tries++) {
      const found = await tryWx<{ files: string[] }>('readdir', timer, (callbacks) =>
        files.readdir({ dirPath: folder, ...callbacks }),
      );
      if (found) return found.files;
    }
    return undefined;
  }

  // Both ask the folder where the call says that it failed: clients have carried out what they called failed.

  async function deleteFile(path: string): Promise<boolean> {
    if (await succeeds('unlink', (callbacks) => files.unlink({ filePath: path, ...callbacks }))) return true;
    const found = await names();
    return found !== undefined && !found.some((name) => `${folder}/${name}` === path);
  }

  async function rename(part: string, copy: string): Promise<boolean> {
    if (await succeeds('rename', (callbacks) => files.rename({ oldPath: part, newPath: copy, ...callbacks })))
      return true;
    const found = ((await names()) ?? []).map((name) => `${folder}/${name}`);
    return found.includes(copy) && !found.includes(part);
  }

  async function find(id: string): Promise<string | undefined> {
    const found = (await names())?.find((name) => !name.endsWith(PART) && idOf(name) === id);
    return found === undefined ? undefined : `${folder}/${found}`;
  }

  /** With the extension of the picked file, by which some clients decide how to show it. */
  function copyPath({ id, size }: { id: string; size: number }, path: string): string {
    return `${folder}/${encodeURIComponent(id)}${ID_END}${size}${/\.\w{1,5}$/.exec(path)?.[0] ?? ''}`;
  }

  return {
    async create(image, isLate = () => false) {
      const { path } = image;
      if (path === '') return undefined;
      const copy = copyPath(image, path);
      const part = `${copy}.${user}-${++copiesSoFar}${PART}`;
      await makeFolder();
      const isCopied = await succeeds('copyFile', (callbacks) =>
        files.copyFile({ srcPath: path, destPath: part, ...callbacks }),
      );
      const kept = isCopied && isLate() ? await find(image.id) : undefined;
      if (kept === undefined && isCopied && (await rename(part, copy))) return copy;
      await deleteFile(part);
      return kept;
    },
    async give(copy, image) {
      const given = copyPath(image, copy);
      return (await rename(copy, given)) ? given : undefined;
    },
    delete: deleteFile,
    find,
    async list() {
      await makeFolder();
      const found = await names();
      if (!found) return undefined;
      for (const name of found) {
        if (name.endsWith(PART) && !name.includes(`.${user}-`)) await deleteFile(`${folder}/${name}`);
      }
      const whole = found.filter((name) => !name.endsWith(PART));
      return new Map(whole.map((name) => [idOf(name), `${folder}/${name}`]));
    },
  };
}

/** The size in bytes of the file that was picked, from the path of its copy; 0 where that is not known. The copy may be cut short. */
export function pickedSize(copy: string): number {
  return Number(/\+(\d+)(\.\w{1,5})?$/.exec(copy)?.[1] ?? 0);
}

function idOf(file: string): string {
  // No regular expression where it can be done without: 2,000 of them would block the page.
  const end = file.indexOf(ID_END);
  const name = end < 0 ? file.replace(/\.\w{1,5}$/, '') : file.slice(0, end);
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // not a name of ours
  }
}
