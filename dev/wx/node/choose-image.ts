import { stat } from 'node:fs/promises';
import type { ChooseImageOptions, ChosenImages } from '../../../miniprogram/services/oss-upload/wx/contract';
import { LIMITS } from '../../../miniprogram/services/oss-upload/wx/limits';
import { CallFailed } from '../answer';

/** Results of the next `chooseImage` calls, as paths of real files; undefined cancels the picker. */
export type Picks = (readonly string[] | undefined)[];

/** @param picked undefined cancels the picker */
export async function chooseImage(
  { count = LIMITS.picks }: Partial<ChooseImageOptions>,
  picked: readonly string[] | undefined,
): Promise<ChosenImages> {
  if (!picked) throw new CallFailed('cancel');
  const tempFilePaths = picked.slice(0, Math.min(count, LIMITS.picks));
  const tempFiles = await Promise.all(tempFilePaths.map(async (path) => ({ path, size: await sizeOrZero(path) })));
  return { tempFilePaths, tempFiles };
}

/** A picked file may have been deleted, which the picker does not notice. */
function sizeOrZero(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
