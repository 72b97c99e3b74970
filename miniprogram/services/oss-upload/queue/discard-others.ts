import { tryWx } from '../errors/wx-call';
import type { WxApi } from '../wx/contract';
import type { Timer } from '../wx/timer';
import type { RecordsApi } from './image-records';
import { type QueueSpace, spaceOfName } from './queue-space';

/** Deletes what is persisted of a queue's other owners: their records and their copies. What cannot be deleted stays. */
export async function discardOthers(
  name: string,
  own: QueueSpace,
  api: RecordsApi & Pick<WxApi, 'env' | 'getFileSystemManager'>,
  timer: Timer,
): Promise<void> {
  const files = api.getFileSystemManager();
  const parent = `${api.env.USER_DATA_PATH}/${spaceOfName(name)}`;

  async function filesIn(folder: string): Promise<string[]> {
    const found = await tryWx<{ files: string[] }>('readdir', timer, (callbacks) =>
      files.readdir({ dirPath: folder, ...callbacks }),
    );
    return (found?.files ?? []).map((file) => `${folder}/${file}`);
  }

  const keys = api.getStorageInfoSync().keys.filter((key) => key.startsWith(`${spaceOfName(name)}/`));
  for (const key of keys) if (!key.startsWith(own.keys)) api.removeStorageSync(key);
  for (const folder of await filesIn(parent)) {
    if (folder === own.folder) continue;
    for (const file of await filesIn(folder)) {
      await tryWx<unknown>('unlink', timer, (callbacks) => files.unlink({ filePath: file, ...callbacks }));
    }
  }
}
