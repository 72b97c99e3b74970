import { stat } from 'node:fs/promises';
import { fail, succeed } from './callbacks';

/** The images that the next `chooseImage` hands out, as paths of real files. */
export type Picks = string[][];

/** @param paths none: the picker was closed */
export async function chooseImage(
  option: WechatMiniprogram.ChooseImageOption,
  paths: readonly string[] | undefined,
): Promise<void> {
  if (!paths) {
    fail(option, 'chooseImage:fail cancel');
    return;
  }
  const tempFiles = await Promise.all(paths.map(async (file) => ({ path: file, size: await sizeOrZero(file) })));
  succeed(option, { tempFilePaths: paths, tempFiles, errMsg: 'chooseImage:ok' });
}

/** A file may be gone again before it is uploaded; the picker knows nothing of that. */
function sizeOrZero(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
