import type { Timer } from '../wx/timer';
import type { Entry, EntryList } from './entries';
import { type ImageCopies, pickedSize } from './image-copies';
import type { ImageRecords } from './image-records';
import { isFileFault } from './retry-rule';
import type { QueuedImage } from './upload';

export interface RestoreOptions {
  list: EntryList;
  records: ImageRecords;
  copies: ImageCopies;
  timer: Timer;
  nextNumber: () => number;
}

/** Records read in one go; reading all of a long queue would block the page. */
const SLICE = 25;

/**
 * Fills the list with the images of earlier runs. A copy is deleted only where its record says that it is not needed; one
 * whose record is absent or cannot be read is adopted: its file name is the id.
 * @returns what was added
 */
export async function restoreQueue({ list, records, copies, timer, nextNumber }: RestoreOptions): Promise<Entry[]> {
  const restored: Entry[] = [];
  const kept = await copies.list();
  const known = new Set([...(records.ids() ?? []), ...(kept?.keys() ?? [])]);
  const ids = [...known].filter((id) => !list.find(id)); // without those just picked
  for (let start = 0; start < ids.length && !list.closed; start += SLICE) {
    if (ids.length > SLICE) await new Promise<void>((resolve) => timer(0, resolve));
    for (const id of ids.slice(start, start + SLICE)) await restoreImage(id, kept?.get(id));
  }
  return restored;

  async function restoreImage(id: string, copy: string | undefined): Promise<void> {
    if (list.closed || list.find(id)) return;
    const read = records.read(id);
    switch (read.name) {
      case 'image': {
        const { image, state } = read.record;
        const isMissing = state.name === 'failed' && state.error.code === 'file-missing';
        if (isMissing && copy !== undefined) restored.push(list.add(withCopy(image, copy)));
        else if (state.name === 'stored' || (state.name === 'failed' && isFileFault(state.error))) {
          if (copy !== undefined) await copies.delete(copy);
          restored.push(list.add({ ...image, copy: undefined }, state));
        } else restored.push(list.add(withCopy(image, copy), state));
        return;
      }
      case 'removed':
        if (kept && (copy === undefined || (await copies.delete(copy)))) records.delete(id);
        return;
      case 'absent':
      case 'unreadable':
      case 'refused':
        if (copy !== undefined) adopt(id, copy);
        else if (read.name !== 'refused') records.delete(id);
    }
  }

  function adopt(id: string, copy: string): void {
    const facts = { size: pickedSize(copy), digest: undefined, sentAs: undefined, atRisk: false };
    const entry = list.add({ id, number: nextNumber(), path: copy, copy, ...facts });
    list.save(entry);
    restored.push(entry);
  }
}

/** The mini-program may have ended between the copy and its record. */
function withCopy(image: QueuedImage, copy: string | undefined): QueuedImage {
  const known = copy ?? image.copy;
  return known === undefined ? image : { ...image, copy: known, path: known };
}
