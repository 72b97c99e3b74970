import { UploadError } from '../errors/upload-error';
import type { ImageFile } from '../image/read-image';
import type { EntryList } from './entries';
import type { ImageCopies } from './image-copies';
import type { QueuedImage } from './upload';

/** Copies the picked file of an image; without room, the copies of cancelled images give way. @returns as `ImageCopies.create` */
export type MakeCopy = (image: QueuedImage) => Promise<string | undefined>;

export function createMakeCopy(
  list: EntryList,
  copies: ImageCopies,
  read: (path: string) => Promise<ImageFile | UploadError>,
): MakeCopy {
  /** Deletes the copy of one cancelled image. False where there is none. */
  async function makeRoom(): Promise<boolean> {
    const cancelled = list.all().find(({ image, state }) => state.name === 'cancelled' && image.copy !== undefined);
    if (cancelled?.image.copy === undefined) return false;
    const { copy } = cancelled.image;
    list.amend(cancelled, { copy: undefined });
    list.setFile(cancelled, undefined);
    list.save(cancelled);
    await copies.delete(copy);
    return true;
  }

  return async (image) => {
    for (;;) {
      const path = await copies.create(image, () => list.closed);
      // Room is made only for a file that is there.
      if (path !== undefined || (await read(image.path)) instanceof UploadError || !(await makeRoom())) return path;
    }
  };
}
