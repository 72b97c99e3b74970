import { excerpt } from '../errors/excerpt';
import { UploadError } from '../errors/upload-error';
import { fromWxFailure, isCancel } from '../errors/wx-failure';
import type { WxApi } from '../wx/contract';
import { createImageId } from './image-id';

/** An image that was picked. */
export interface PickedImage {
  /** Identifies the image permanently and names its object. A path cannot, because clients reuse temp paths. */
  id: string;
  /** A temp path, invalid after a restart. Empty if the client gave none; the upload then fails as `file-missing`. */
  path: string;
  /** In bytes, as reported by the picker; 0 if it reports none. */
  size: number;
}

export interface PickOptions {
  /** The most images per pick, 1 to 9. Default 9, the most that every client supports. */
  count?: number;
  /** Default: the user chooses in the picker. */
  sizeType?: ('original' | 'compressed')[];
  /** Returns a unique id for each image, without an extension. Default: a random one. */
  createId?: () => string;
}

/**
 * Lets the user pick images. Resolves with an empty list if the user closes the picker.
 * @throws UploadError `picker-failed`, `privacy-undeclared`, `privacy-refused`, `permission-missing` or `scope-refused`
 */
export function pickImages(options: PickOptions = {}, api: Pick<WxApi, 'chooseImage'> = wx): Promise<PickedImage[]> {
  const { count = 9, sizeType = ['original', 'compressed'], createId = newId } = options;
  return new Promise((resolve, reject) => {
    api.chooseImage({
      count,
      sizeType,
      sourceType: ['album', 'camera'],
      success: (result) => {
        const files = readFiles(result);
        if (files) resolve(files.map((file) => ({ id: createId(), ...file })));
        else reject(new UploadError('picker-failed', `Expected tempFiles, got ${excerpt(result)}.`));
      },
      fail: (failure) => {
        if (isCancel(failure)) resolve([]);
        else reject(fromWxFailure('wx.chooseImage', failure, 'picker-failed'));
      },
    });
  });
}

const newId = () => createImageId(Date.now(), Math.random);

/** Turns every entry into an image, even a broken one: what was picked is never dropped in silence. */
function readFiles(result: unknown): { path: string; size: number }[] | undefined {
  // Typed as present, yet some clients leave out one of the two.
  const { tempFiles, tempFilePaths } = (result ?? {}) as { tempFiles?: unknown; tempFilePaths?: unknown };
  const paths = Array.isArray(tempFilePaths) ? tempFilePaths.map((path) => ({ path })) : [];
  const files = Array.isArray(tempFiles) && tempFiles.length >= paths.length ? tempFiles : paths;
  return Array.isArray(tempFiles) || Array.isArray(tempFilePaths) ? files.map(readFile) : undefined;
}

function readFile(entry: unknown): { path: string; size: number } {
  const { path, size } = (entry ?? {}) as { path?: unknown; size?: unknown };
  return {
    path: typeof path === 'string' ? path : '',
    size: typeof size === 'number' && size >= 0 ? size : 0,
  };
}
