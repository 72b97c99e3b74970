import { stat } from 'node:fs/promises';
import type { ChooseImageOptions, ChosenImages } from '../../../miniprogram/services/oss-upload/wx/contract';
import { LIMITS } from '../../../miniprogram/services/oss-upload/wx/limits';
import { CallFailed } from '../answer';

/** What the next calls of `chooseImage` hand out, as paths of real files; undefined where the picker is closed. */
export type Picks = (readonly string[] | undefined)[];

/** @param picked undefined: the picker was closed without a choice */
export async function chooseImage(
  { count = LIMITS.picks }: Partial<ChooseImageOptions>,
  picked: readonly string[] | undefined,
): Promise<ChosenImages> {
  if (!picked) throw new CallFailed('cancel');
  const tempFilePaths = picked.slice(0, Math.min(count, LIMITS.picks));
  const tempFiles = await Promise.all(tempFilePaths.map(async (path) => ({ path, size: await sizeOrZero(path) })));
  return { tempFilePaths, tempFiles };
}

/** A file may be gone again before it is uploaded; the picker does not notice. */
function sizeOrZero(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
