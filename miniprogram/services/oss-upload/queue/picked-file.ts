import { UploadError } from '../errors/upload-error';
import type { ImageFile } from '../image/read-image';
import type { QueuedImage } from './upload';

/** A file if it is the picked one: by its digest, and before that is known by the size, where the picker gave one. */
export function ifPicked(
  file: ImageFile | UploadError,
  { digest, size }: Pick<QueuedImage, 'digest' | 'size'>,
): ImageFile | undefined {
  if (file instanceof UploadError) return undefined;
  const isPicked = digest === undefined ? size === 0 || file.size === size : file.digest === digest;
  return isPicked ? file : undefined;
}

/** Other bytes must never go out under the key of an image: it is to be picked again. */
export function notPicked({ path }: ImageFile): UploadError {
  return new UploadError('file-missing', `Expected the picked image at ${path}, got another file.`);
}
