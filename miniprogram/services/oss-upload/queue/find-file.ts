import { asUploadError, UploadError } from '../errors/upload-error';
import type { ImageFile } from '../image/read-image';
import type { Entry, EntryList } from './entries';
import type { ImageCopies } from './image-copies';
import { ifPicked, notPicked } from './picked-file';

/**
 * Reads the file of an image wherever it is: its copy, the file that the picker gave, or a copy that nothing tells of, since the
 * call that made it was given up or its page was closed. A file with other bytes than were picked is passed over.
 * @throws UploadError as `readImage` does; `file-missing` where there is none of them
 */
export type FindFile = (entry: Entry) => Promise<ImageFile>;

export function createFindFile(
  list: EntryList,
  copies: ImageCopies,
  readImage: (path: string) => Promise<ImageFile>,
): FindFile {
  return async (entry) => {
    const { id, path, copy = path } = entry.image;
    for (const known of new Set([copy, path])) {
      const file = await readImage(known).catch(asUploadError);
      if (file instanceof UploadError && file.remedy === 'retry') throw file;
      const picked = ifPicked(file, entry.image);
      if (picked) return picked;
    }
    const found = await copies.find(id);
    const file = await readImage(found ?? copy);
    if (!ifPicked(file, entry.image)) throw notPicked(file);
    if (found === undefined) return file;
    list.amend(entry, { copy: found, atRisk: false });
    list.save(entry);
    list.announce(entry);
    return file;
  };
}
