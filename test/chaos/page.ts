import { createUploader } from '../../miniprogram/services/oss-upload/index';
import type { WxApi } from '../../miniprogram/services/oss-upload/wx/contract';
import type { Owner, World } from './world';

/** Speeds up backoff and stall time-outs, or a run would take minutes. */
const HASTE = 100;

export interface PageOptions {
  world: World;
  owner: Owner;
  wx: WxApi;
  random: () => number;
  /** Receives what was called stored and was not. */
  falselyStored: string[];
}

export type Page = ReturnType<typeof openPage>;

/** A page of the mini-program with an uploader for one owner. */
export function openPage({ world, owner, wx, random, falselyStored }: PageOptions) {
  const { ledger } = world;
  const { timer } = world.phone; // of this run: the next one's would bring the code of this one back to life
  let changesSoFar = 0;
  let waiting: { until: number; resolve: () => void }[] = [];
  const uploader = createUploader({
    policy: { url: world.policyUrls[owner] },
    owner,
    onChange: ({ image: { id }, state }) => {
      changesSoFar++;
      const error = 'error' in state ? state.error : undefined;
      ledger.note(id, error ? `${state.name} (${error.code}: ${error.message})` : state.name);
      for (const { until, resolve } of waiting) if (changesSoFar >= until) resolve();
      waiting = waiting.filter(({ until }) => changesSoFar < until);
      if (state.name !== 'stored') return;
      const picked = ledger.picks().find((one) => one.id === id);
      if (ledger.digestAt(state.object.key) !== picked?.digest) falselyStored.push(`${id} as ${state.object.key}`);
    },
    wx,
    random,
    timer: (wait, callback) => timer(wait / HASTE, callback),
  });
  return {
    owner,
    wx,
    uploader,
    /** Resolves after `count` more changes, or once all uploads are finished. */
    changes: (count: number) =>
      Promise.race([
        uploader.finished(),
        new Promise<void>((resolve) => waiting.push({ until: changesSoFar + count, resolve })),
      ]),
  };
}
