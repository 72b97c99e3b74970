import type { BucketApi } from './bucket-api';
import { planChanges, type Wishes } from './plan';

export interface SetUpOptions {
  wishes: Wishes;
  api: BucketApi;
  print: (line: string) => void;
  /** Whether to go on. */
  confirm: () => Promise<boolean>;
}

/** Shows what would change, asks, and changes it. @returns whether the bucket is now as wished */
export async function setUp({ wishes, api, print, confirm }: SetUpOptions): Promise<boolean> {
  const [publicAccessBlock, cors, lifecycle] = await Promise.all([
    api.read('publicAccessBlock'),
    api.read('cors'),
    api.read('lifecycle'),
  ]);
  const plan = planChanges(wishes, { publicAccessBlock, cors, lifecycle });
  const changes = plan.filter(({ xml }) => xml !== undefined);
  for (const { sentence, xml } of plan) print(`${xml === undefined ? '   ' : ' * '}${sentence}`);
  if (changes.length === 0) {
    print('Nothing to change.');
    return true;
  }
  if (!(await confirm())) {
    print('Nothing was changed.');
    return false;
  }
  for (const { setting, sentence, xml = '' } of changes) {
    await api.write(setting, xml);
    print(`Done: ${sentence}`);
  }
  return true;
}
